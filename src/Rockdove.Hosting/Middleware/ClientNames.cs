using System.Net;
using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>
/// Middleware: looks up what the client is called, by its address. The answer is wanted at EHLO; the search begins when
/// the client connects, so that most of it happens while the client reads the greeting.
/// </summary>
internal sealed class ClientNames(
    IClientNameResolver resolver, TimeSpan limit, bool beforeGreeting, TimeProvider time)
{
    private int _searches;

    public ValueTask<SmtpReply?> AnswerAsync(SmtpContext context, SmtpDelegate next)
    {
        switch (context.Question)
        {
            case ConnectQuestion when context.Session is { ClientName: null, ClientAddress: { } address }:
                context.Items[this] = FindAsync(address);
                return beforeGreeting ? AwaitAsync(context, next) : next(context);
            case ConnectQuestion: // XCLIENT has told the name, or taken the address away.
                context.Items.Remove(this);
                return next(context);
            case HelloQuestion when context.Items.ContainsKey(this):
                return AwaitAsync(context, next);
            default:
                return next(context);
        }
    }

    private async ValueTask<SmtpReply?> AwaitAsync(SmtpContext context, SmtpDelegate next)
    {
        var search = (Task<string>)context.Items[this]!;
        context.Items.Remove(this);
        context.Session.ClientName = await search; // Set here and not by the search: it runs on a thread of its own.
        return await next(context);
    }

    /// <summary>Never fails, and never takes longer than the limit.</summary>
    private async Task<string> FindAsync(IPAddress address)
    {
        if (Interlocked.Increment(ref _searches) > Searches)
        {
            Interlocked.Decrement(ref _searches);
            return Unknown;
        }

        using var patience = new CancellationTokenSource(limit, time);
        var search = Task.Run(() => FindConfirmedAsync(address, patience.Token), CancellationToken.None);
        try
        {
            return await search.WaitAsync(patience.Token) ?? Unknown;
        }
        catch (Exception)
        {
            return Unknown; // The DNS is the world, and often broken; a client without a name is nothing to log.
        }
    }

    /// <summary>
    /// Whoever owns an address may say that it is called anything: only a name that leads back to the address counts
    /// (RFC 8601 section 3, "iprev").
    /// </summary>
    private async Task<string?> FindConfirmedAsync(IPAddress address, CancellationToken cancellationToken)
    {
        try
        {
            var plain = Plain(address);
            var name = (await resolver.FindNameAsync(plain, cancellationToken))?.TrimEnd('.');
            if (name is null || Uri.CheckHostName(name) != UriHostNameType.Dns)
                return null;
            var addresses = await resolver.FindAddressesAsync(name, cancellationToken);
            return addresses.Any(one => Plain(one).Equals(plain)) ? name : null;
        }
        finally
        {
            Interlocked.Decrement(ref _searches); // Here: one that was given up still holds a thread.
        }
    }

    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());

    /// <summary>As in XCLIENT and in Postfix's logs: looked for, and not found.</summary>
    private const string Unknown = "unknown";

    /// <summary>
    /// Searches at one time on an endpoint; while there are as many, further clients are unknown at once. The system's
    /// resolver blocks a thread for each, for as long as a name server of the client's choice likes.
    /// </summary>
    private const int Searches = 16;
}
