using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Rockdove.Hosting;
using Rockdove.Mailboxes;
using Rockdove.Storage;
using Rockdove.Wire;

namespace Rockdove.Catcher.Tests;

/// <summary>
/// A POP3 server over a store, where everybody's inbox is their own and the password is <c>secret</c>.
/// </summary>
internal sealed class RunningMaildrop : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ListenOptions _listen;

    private RunningMaildrop(WebApplication app, IMailStore store, ListenOptions listen)
    {
        _app = app;
        _listen = listen;
        Store = store;
    }

    public IMailStore Store { get; }

    public IPEndPoint Address => _listen.IPEndPoint!;

    public static async Task<RunningMaildrop> StartAsync(MailboxPop3Options? options = null, IMailStore? store = null)
    {
        store ??= new MemoryMailStore();
        var handler = new Handler(store, options ?? new MailboxPop3Options());
        ListenOptions? endpoint = null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            endpoint = listen;
            listen.UsePop3(pop3 => pop3.Handle(handler).Configure(settings => settings.AllowsSecretsInClear = true));
        }));
        var app = builder.Build();
        await app.StartAsync(Limit.Token);
        return new RunningMaildrop(app, store, endpoint!);
    }

    public async Task<MailboxId> InboxAsync(string user = "ann") =>
        (await Store.CreateMailboxAsync(MailboxName.Inbox(user), Limit.Token)).Id;

    /// <summary>Puts a message into somebody's inbox.</summary>
    public async Task DepositAsync(string message, string user = "ann")
    {
        var inbox = await InboxAsync(user);
        await using var staged = await Store.StageAsync(0, Limit.Token);
        await staged.WriteAsync(Encoding.Latin1.GetBytes(message), Limit.Token);
        await Store.CommitAsync(staged, null, [new Placement(inbox, DateTimeOffset.UnixEpoch)], Limit.Token);
    }

    /// <summary>The identifiers of somebody's messages, and which of them are seen: <c>1 2 seen 2</c>.</summary>
    public async Task<string> StateAsync(string user = "ann")
    {
        List<Uid> all = [], seen = [];
        await foreach (var row in Store.ReadAsync(await InboxAsync(user), UidSet.All, MessageFields.None, Limit.Token))
        {
            all.Add(row.Uid);
            if (row.Flags.Has(SystemFlags.Seen))
                seen.Add(row.Uid);
        }

        return $"{string.Join(' ', all)} seen {string.Join(' ', seen)}".Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Store.DisposeAsync();
    }

    private sealed class Handler(IMailStore store, MailboxPop3Options options) : MailboxPop3Handler(store, options)
    {
        private readonly IMailStore _store = store;

        protected override ValueTask<bool> LetsInAsync(Credentials credentials, CancellationToken cancellationToken) =>
            new(new Secret("secret").Equals(credentials.Secret));

        protected override ValueTask<MailboxId?> FindMailboxAsync(
            string identity, CancellationToken cancellationToken) =>
            _store.FindMailboxAsync(MailboxName.Inbox(identity), cancellationToken);
    }
}
