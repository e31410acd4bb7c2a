using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Rockdove.Daemon;
using Rockdove.Hosting;
using Rockdove.Smtp;
using Rockdove.Storage;
using Rockdove.Wire;

namespace Rockdove.Prober.Tests;

/// <summary>
/// A server that takes mail, and puts it into Bob's mailbox some time after it has said 250. It writes down when it did
/// both, by the clock that the prober goes by.
/// </summary>
internal sealed class LateOffice : IAsyncDisposable
{
    private readonly MemoryMailStore _store = new();
    private readonly MailDaemon _daemon;
    private readonly Dictionary<ListenerKind, ListenOptions> _listening = [];
    private readonly WebApplication _app;

    private LateOffice()
    {
        _daemon = new MailDaemon(
            new DaemonSettings
            {
                HostName = "mail.example.org",
                Accounts = new Dictionary<string, Secret> { [BobsAddress] = new("secret") },
            },
            _store,
            new MemoryAccountStore());
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                _listening[ListenerKind.Mx] = listen;
                listen.UseSmtp(smtp => smtp.OnMessage(TakeAsync));
            });
            foreach (var kind in (ListenerKind[])[ListenerKind.Imap, ListenerKind.Pop3])
            {
                kestrel.Listen(IPAddress.Loopback, 0, listen =>
                {
                    _listening[kind] = listen;
                    _daemon.Listen(listen, new DaemonListener
                    {
                        Name = $"{kind}",
                        Kind = kind,
                        Address = new IPEndPoint(IPAddress.Loopback, 0),
                        AllowsClear = true,
                        Mechanisms = [SaslMechanisms.CramMd5], // The others cost a tenth of a second of work.
                    });
                });
            }
        });
        _app = builder.Build();
    }

    public const string BobsAddress = "bob@example.org";

    /// <summary>How long a mail takes that is handed in from now on.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How long each mail took: from when the server had it to when it let it appear.</summary>
    public ConcurrentQueue<TimeSpan> Took { get; } = new();

    public static async Task<LateOffice> StartAsync()
    {
        var office = new LateOffice();
        await office._app.StartAsync(TestContext.Current.CancellationToken);
        return office;
    }

    public int PortOf(ListenerKind kind) => _listening[kind].IPEndPoint!.Port;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _daemon.Dispose();
        await _store.DisposeAsync();
    }

    private async ValueTask<SmtpReply?> TakeAsync(SmtpContext context, MessageBody body)
    {
        var octets = await body.ReadToEndAsync(context.Aborted);
        _ = DeliverAsync(octets, Stopwatch.GetTimestamp());
        return null;
    }

    private async Task DeliverAsync(byte[] octets, long taken)
    {
        if (Delay > TimeSpan.Zero)
        {
            using var late = new PeriodicTimer(Delay); // This is what is measured.
            await late.WaitForNextTickAsync();
        }

        var bob = new Account { Name = new(BobsAddress) };
        var inbox = await AccountMailboxes.InboxAsync(_store, bob, QuotaLimits.None, CancellationToken.None);
        await using var staged = await _store.StageAsync(octets.Length, CancellationToken.None);
        await staged.WriteAsync(octets, CancellationToken.None);
        Took.Enqueue(Stopwatch.GetElapsedTime(taken));
        await _store.CommitAsync(
            staged, envelope: null, [new Placement(inbox, DateTimeOffset.UtcNow)], CancellationToken.None);
    }
}
