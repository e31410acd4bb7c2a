using System.Text;
using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>Middleware that many servers want, each in one call. All of it is off until it is asked for.</summary>
public static class SmtpMiddlewareExtensions
{
    /// <summary>
    /// Puts a Received header in front of each message (RFC 5321 section 4.4): the client's name, address and protocol
    /// (RFC 3848: <c>ESMTP</c>, <c>ESMTPS</c>, <c>ESMTPSA</c>, <c>LMTP</c>, …), this server's name, the cipher (RFC
    /// 8314), the recipient when there is exactly one, and the time in UTC. What the client said is made harmless.
    /// </summary>
    /// <remarks>
    /// The octets of the header do not count for the size limit. Middleware that was added before sees the message with
    /// the header, middleware that was added after sees it without.
    /// </remarks>
    public static SmtpServerBuilder AddReceivedHeader(this SmtpServerBuilder smtp)
    {
        var time = smtp.Time;
        return smtp.Use((context, next) =>
            context.Question is DataQuestion data ? AddAsync(context, data, next) : next(context));

        async ValueTask<SmtpReply?> AddAsync(SmtpContext context, DataQuestion data, SmtpDelegate next)
        {
            var reply = await next(context);
            if (context.Sink is { } sink && reply is null or { IsPositive: true })
            {
                var header = ReceivedHeader.Text(context, data.Envelope, smtp.Options.HostName, time.GetUtcNow());
                context.Sink = new PrefixedSink(Encoding.UTF8.GetBytes(header), sink);
            }

            return reply;
        }
    }

    /// <summary>
    /// Looks up the client's name in the DNS by its address, and checks that the name leads back to the address. From
    /// EHLO on <see cref="SmtpSession.ClientName"/> has it; <c>unknown</c> when there is none, when it does not lead
    /// back, or when the DNS took too long. A name that XCLIENT gave stays.
    /// </summary>
    /// <param name="smtp">The endpoint.</param>
    /// <param name="limit">
    /// How long a client may wait for it, counted from when it connected: one second unless told otherwise, since a
    /// name server that is slow is usually one that does not answer.
    /// </param>
    /// <param name="beforeGreeting">
    /// Waits for the name before the greeting, so that <c>OnConnect</c> knows it. Each client then waits for the DNS
    /// before it reads a word.
    /// </param>
    /// <param name="resolver">Asks the DNS; null for the system's resolver.</param>
    /// <exception cref="ArgumentException">The limit is nothing or less.</exception>
    public static SmtpServerBuilder LookUpClientName(
        this SmtpServerBuilder smtp,
        TimeSpan? limit = null,
        bool beforeGreeting = false,
        IClientNameResolver? resolver = null)
    {
        var patience = limit ?? TimeSpan.FromSeconds(1);
        if (patience <= TimeSpan.Zero)
            throw new ArgumentException($"{nameof(limit)} is {patience}; it must be more than nothing.", nameof(limit));
        var names = new ClientNames(resolver ?? SystemNameResolver.Instance, patience, beforeGreeting, smtp.Time);
        return smtp.Use(names.AnswerAsync);
    }
}
