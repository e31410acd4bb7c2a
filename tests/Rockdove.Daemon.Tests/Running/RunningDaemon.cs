using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Rockdove.Hosting;
using Rockdove.Mailboxes;
using Rockdove.Storage;
using Rockdove.Wire;

namespace Rockdove.Daemon.Tests;

/// <summary>A daemon in this process, on ports that the system gave, over a store in memory.</summary>
internal sealed class RunningDaemon : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, ListenOptions> _listening;

    private RunningDaemon(
        WebApplication app, MailDaemon daemon, MemoryMailStore store, IAccountStore accounts,
        Dictionary<string, ListenOptions> listening)
    {
        _app = app;
        _listening = listening;
        Daemon = daemon;
        Store = store;
        Accounts = accounts;
    }

    public MailDaemon Daemon { get; }

    public MemoryMailStore Store { get; }

    public IAccountStore Accounts { get; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>An endpoint of each kind, and a certificate that was made up.</summary>
    public static IReadOnlyList<DaemonListener> AllKinds { get; } =
        [.. Enum.GetValues<ListenerKind>().Select(kind => Listener(kind))];

    public static DaemonListener Listener(ListenerKind kind) => new()
    {
        Name = kind.ToString().ToLowerInvariant(),
        Kind = kind,
        Address = new IPEndPoint(IPAddress.Loopback, 0),
    };

    public static async Task<RunningDaemon> StartAsync(
        Func<DaemonSettings, DaemonSettings>? change = null,
        IReadOnlyList<DaemonListener>? listeners = null,
        TimeProvider? time = null,
        IMeterFactory? meters = null)
    {
        var settings = new DaemonSettings
        {
            HostName = "mail.example.org",
            Domains = ["example.org"],
            Certificate = CertificateSource.Development("mail.example.org"),
        };
        settings = change?.Invoke(settings) ?? settings;
        var store = new MemoryMailStore(null, null, MimeTextReader.Instance);
        var accounts = new MemoryAccountStore();
        await accounts.AddDomainAsync(new("example.org"), Token);
        var daemon = new MailDaemon(settings, store, accounts, time, meters: meters);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        if (meters is not null)
            builder.Services.AddSingleton(meters);
        var listening = new Dictionary<string, ListenOptions>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            foreach (var listener in listeners ?? AllKinds)
            {
                kestrel.Listen(listener.Address, listen =>
                {
                    listening[listener.Name] = listen;
                    daemon.Listen(listen, listener);
                });
            }
        });
        var app = builder.Build();
        await app.StartAsync(Token);
        return new RunningDaemon(app, daemon, store, accounts, listening);
    }

    public IPEndPoint AddressOf(string listener) => _listening[listener].IPEndPoint!;

    /// <summary>Makes an account whose password is "secret of NAME".</summary>
    public async Task<Account> AddAccountAsync(
        string name, bool isRecoverable = false, params IReadOnlyList<string> addresses)
    {
        var own = addresses.Count > 0 ? addresses : [$"{name}@example.org"];
        var created = await Accounts.CreateAsync(
            new Account
            {
                Name = new(name),
                Verifiers = PasswordVerifiers.Create(new Secret(PasswordOf(name)), isRecoverable, hashIterations: 1),
                Addresses = [.. own.Select(address => MailAddress.TryRead(address)!.Value)],
            },
            Token);
        Assert.Equal(AccountOutcome.Done, created.Outcome);
        return created.Account!;
    }

    public static string PasswordOf(string name) => $"secret of {name}";

    public Task<MailTalk> ConnectAsync(string listener) => MailTalk.ConnectAsync(AddressOf(listener));

    /// <summary>Connects, says EHLO, STARTTLS where that is due, and logs in with PLAIN.</summary>
    public async Task<MailTalk> SubmitAsync(string name, string listener = "submission")
    {
        var talk = await ConnectAsync(listener);
        if (listener == "submissions")
            await talk.StartTlsAsync();
        await talk.HelloAsync();
        if (listener != "submissions")
        {
            await talk.SayAsync("STARTTLS", 220);
            await talk.StartTlsAsync();
            await talk.SayAsync("EHLO client.test", 250);
        }

        await talk.SayAsync($"AUTH PLAIN {MailTalk.Plain(name, PasswordOf(name))}", 235);
        return talk;
    }

    /// <summary>What lies in a mailbox, as text.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(string owner, string mailbox = "INBOX")
    {
        var texts = new List<string>();
        if (await Store.FindMailboxAsync(new(owner, mailbox), Token) is not { } id)
            return texts;
        await foreach (var row in Store.ReadAsync(id, UidSet.All, MessageFields.None, Token))
        {
            await using var body = await Store.OpenBodyAsync(row.Message, Token);
            var octets = new ArrayBufferWriter<byte>();
            await body!.CopyToAsync(ByteRange.Whole, octets, Token);
            texts.Add(Encoding.Latin1.GetString(octets.WrittenSpan));
        }

        return texts;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Daemon.Dispose();
        await Store.DisposeAsync();
    }
}
