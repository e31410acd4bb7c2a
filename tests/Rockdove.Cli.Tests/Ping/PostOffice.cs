using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Rockdove.Daemon;
using Rockdove.Storage;
using Rockdove.Wire;

namespace Rockdove.Cli.Tests;

/// <summary>
/// The mail server of some accounts at example.org, in this process: <c>rockdove serve</c> over a store in memory, that
/// tests look into. In the clear, so that they may stand between; every password is <c>secret</c>.
/// </summary>
internal sealed class PostOffice : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MailDaemon _daemon;
    private readonly MemoryMailStore _store;
    private readonly Dictionary<ListenerKind, ListenOptions> _listening;

    private PostOffice(
        WebApplication app, MailDaemon daemon, MemoryMailStore store,
        Dictionary<ListenerKind, ListenOptions> listening) =>
        (_app, _daemon, _store, _listening) = (app, daemon, store, listening);

    public static async Task<PostOffice> StartAsync(params IEnumerable<string> names)
    {
        var store = new MemoryMailStore();
        var daemon = new MailDaemon(
            new DaemonSettings
            {
                HostName = "mail.example.org",
                Accounts = names.ToDictionary(AddressOf, _ => new Secret("secret")),
            },
            store,
            new MemoryAccountStore());
        var listening = new Dictionary<ListenerKind, ListenOptions>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            foreach (var kind in (ListenerKind[])[ListenerKind.Submission, ListenerKind.Imap, ListenerKind.Pop3])
            {
                kestrel.Listen(IPAddress.Loopback, 0, listen =>
                {
                    listening[kind] = listen;
                    daemon.Listen(listen, new DaemonListener
                    {
                        Name = $"{kind}",
                        Kind = kind,
                        Address = new IPEndPoint(IPAddress.Loopback, 0),
                        AllowsClear = true,
                        ConnectionsPerClient = 1000,
                        Mechanisms = [SaslMechanisms.CramMd5], // The others cost a tenth of a second of work each time.
                    });
                });
            }
        });
        var app = builder.Build();
        await app.StartAsync(RockdoveProcess.Patience);
        return new PostOffice(app, daemon, store, listening);
    }

    public static string AddressOf(string name) => $"{name}@example.org";

    public IPEndPoint At(ListenerKind kind) => _listening[kind].IPEndPoint!;

    /// <summary>Puts messages into somebody's INBOX, as if they had come there.</summary>
    public async Task PutAsync(string name, FlagSet flags, IEnumerable<byte[]> messages)
    {
        var account = new Account { Name = new(AddressOf(name)) };
        var inbox = await AccountMailboxes.InboxAsync(_store, account, QuotaLimits.None, RockdoveProcess.Patience);
        foreach (var message in messages)
        {
            await using var staged = await _store.StageAsync(message.Length, RockdoveProcess.Patience);
            await staged.WriteAsync(message, RockdoveProcess.Patience);
            await _store.CommitAsync(
                staged, envelope: null, [new Placement(inbox, DateTimeOffset.UtcNow, flags)], RockdoveProcess.Patience);
        }
    }

    /// <summary>The mailboxes of one account, or all there are.</summary>
    public async Task<IReadOnlyList<MailboxStatus>> MailboxesAsync(string? name = null) =>
        await _store.ListMailboxesAsync(name is null ? null : AddressOf(name), RockdoveProcess.Patience);

    /// <summary>How many messages lie anywhere.</summary>
    public async Task<long> MessagesAsync() => (await MailboxesAsync()).Sum(mailbox => mailbox.Messages);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _daemon.Dispose();
        await _store.DisposeAsync();
    }
}
