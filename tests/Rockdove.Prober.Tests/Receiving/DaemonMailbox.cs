using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Rockdove.Daemon;
using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Mailboxes;
using Rockdove.Storage;
using Rockdove.Wire;

namespace Rockdove.Prober.Tests;

/// <summary>Ann's mailbox on a server of ours, over a store in memory.</summary>
internal sealed class DaemonMailbox : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MailDaemon _daemon;
    private readonly Dictionary<ListenerKind, ListenOptions> _listening;
    private readonly ImapClientConnection _ann;

    private DaemonMailbox(
        WebApplication app,
        MailDaemon daemon,
        Dictionary<ListenerKind, ListenOptions> listening,
        ImapClientConnection ann) =>
        (_app, _daemon, _listening, _ann) = (app, daemon, listening, ann);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<DaemonMailbox> StartAsync()
    {
        var store = new MemoryMailStore(null, null, MimeTextReader.Instance);
        var accounts = new MemoryAccountStore();
        await accounts.AddDomainAsync(new("example.org"), Cancelled);
        var settings = new DaemonSettings
        {
            HostName = "mail.example.org",
            Domains = ["example.org"],
            Certificate = CertificateSource.Development("mail.example.org"),
        };
        var daemon = new MailDaemon(settings, store, accounts);
        var password = new Secret("wonderland");
        await accounts.CreateAsync(
            new Account
            {
                Name = new("ann"),
                Verifiers = PasswordVerifiers.Create(password, isRecoverable: false),
                Addresses = [new AccountAddress("ann", new("example.org"))],
            },
            Cancelled);
        var listening = new Dictionary<ListenerKind, ListenOptions>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            ListenerKind[] kinds = [ListenerKind.Imap, ListenerKind.Imaps, ListenerKind.Pop3, ListenerKind.Pop3s];
            foreach (var kind in kinds)
            {
                kestrel.Listen(IPAddress.Loopback, 0, listen =>
                {
                    listening[kind] = listen;
                    daemon.Listen(listen, new DaemonListener
                    {
                        Name = kind.ToString(),
                        Kind = kind,
                        Address = new IPEndPoint(IPAddress.Loopback, 0),
                    });
                });
            }
        });
        var app = builder.Build();
        await app.StartAsync(Cancelled);
        var ann = await ImapClientConnection.ConnectAsync(
            listening[ListenerKind.Imap].IPEndPoint!,
            new ImapClientConnectionOptions
            {
                Session = new ImapClientOptions { Login = new SaslLogin { UserName = "ann", Password = password } },
                AcceptsAnyCertificate = true,
            },
            Cancelled);
        Assert.Null(ann.Failure);
        return new DaemonMailbox(app, daemon, listening, ann);
    }

    public int PortOf(ListenerKind kind) => _listening[kind].IPEndPoint!.Port;

    public async Task DeliverAsync(byte[] message, string mailbox = "INBOX")
    {
        var command = ImapCommand.Append(mailbox, message.Length);
        Assert.True((await _ann.AppendAsync(command, message, Cancelled)).IsOk);
    }

    /// <summary>How many messages there are, and how many of them nobody has seen.</summary>
    public async Task<(ulong Messages, ulong Unseen)> CountAsync(string mailbox = "INBOX")
    {
        var answer = await _ann.CommandAsync(ImapCommand.Status(mailbox, "MESSAGES UNSEEN"), Cancelled);
        var status = answer.Responses.OfType<ImapMailboxStatusResponse>().Single();
        Assert.True(status.TryNumber("MESSAGES", out var messages));
        Assert.True(status.TryNumber("UNSEEN", out var unseen));
        return (messages, unseen);
    }

    public async ValueTask DisposeAsync()
    {
        await _ann.DisposeAsync();
        await _app.DisposeAsync();
        _daemon.Dispose();
    }
}
