using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Storage;
using Rockdove.Storage.Sqlite;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Mailboxes.Tests;

/// <summary>IMAP over a store, to be spoken over pipes in memory: any name and the password <c>secret</c>.</summary>
internal sealed class MailboxServer : IAsyncDisposable
{
    private readonly ConnectionDelegate _serve;
    private readonly ServiceProvider _services;
    private readonly string? _folder;

    private MailboxServer(
        StoreKind kind, MailboxImapOptions options, int expungeLogRanges, int compressedConnections, TimeSpan reading)
    {
        IMessageTextReader reader =
            reading == TimeSpan.Zero ? MimeTextReader.Instance : new SlowReader(Clock, reading);
        if (kind == StoreKind.Memory)
        {
            Store = new MemoryMailStore(new MemoryStoreLimits(), Clock, reader);
        }
        else
        {
            _folder = Directory.CreateTempSubdirectory("rockdove-imap-").FullName;
            Store = SqliteMailStore.Open(_folder, new()
            {
                TextReader = reader,
                ExpungeLogRanges = expungeLogRanges,
                Time = Clock,
            });
        }

        _services = new ServiceCollection().AddSingleton<TimeProvider>(Clock).BuildServiceProvider();
        var connections = new ConnectionBuilder(_services);
        connections.UseImap(imap => imap
            .Handle(new Everybody(Store, Clock, options))
            .Configure(settings =>
            {
                settings.AllowsSecretsInClear = true;
                settings.CompressedConnections = compressedConnections;
                settings.Extensions = [.. ImapExtensions.Standard, .. MailboxImapHandler.Extensions, new Compress()];
            }));
        _serve = connections.Build();
    }

    public IMailStore Store { get; }

    public ManualTimeProvider Clock { get; } = new();

    /// <param name="kind">Where the mailboxes are.</param>
    /// <param name="options">How they are shown.</param>
    /// <param name="expungeLogRanges">How many expunges a store on disk remembers.</param>
    /// <param name="compressedConnections">How many may be compressed.</param>
    /// <param name="reading">How long it takes to look into a message.</param>
    public static MailboxServer Start(
        StoreKind kind, MailboxImapOptions? options = null, int expungeLogRanges = 100_000,
        int compressedConnections = 1000, TimeSpan reading = default) =>
        new(kind, options ?? new MailboxImapOptions(), expungeLogRanges, compressedConnections, reading);

    /// <summary>A client that has read the greeting.</summary>
    public async Task<ImapTalk> ConnectAsync()
    {
        var (toServer, toClient) = (new Pipe(Unhurried), new Pipe(Unhurried));
        var connection = new DefaultConnectionContext(
            Guid.NewGuid().ToString("N"), new Ends(toServer.Reader, toClient.Writer), null!);
        var talk = new ImapTalk(new Ends(toClient.Reader, toServer.Writer), ServeAsync(connection));
        await talk.ReadLineAsync();
        return talk;
    }

    public async Task<ImapTalk> LogInAsync(string name = "ann")
    {
        var talk = await ConnectAsync();
        Assert.Contains("t OK ", await talk.SayAsync($"LOGIN {name} secret"), StringComparison.Ordinal);
        return talk;
    }

    public async Task<ImapTalk> SelectAsync(string mailbox = "INBOX", string name = "ann")
    {
        var talk = await LogInAsync(name);
        Assert.Contains("t OK ", await talk.SayAsync($"SELECT {mailbox}"), StringComparison.Ordinal);
        return talk;
    }

    /// <summary>A message comes, as by SMTP.</summary>
    public async Task DepositAsync(string message, string owner = "ann")
    {
        var mailbox = await Store.CreateMailboxAsync(MailboxName.Inbox(owner), CancellationToken.None);
        await using var staged = await Store.StageAsync(0, CancellationToken.None);
        var octets = System.Text.Encoding.Latin1.GetBytes(message);
        await staged.WriteAsync(octets, CancellationToken.None);
        var scanner = new DetailsScanner();
        scanner.Write(octets);
        await Store.CommitAsync(
            staged, null, scanner.Complete(), [new Placement(mailbox.Id, Clock.GetUtcNow())], CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _services.DisposeAsync();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }

    private async Task ServeAsync(ConnectionContext connection)
    {
        await Task.Yield();
        await _serve(connection);
        await connection.Transport.Output.CompleteAsync();
        await connection.Transport.Input.CompleteAsync();
    }

    private static readonly PipeOptions Unhurried = new(
        pauseWriterThreshold: 1024 * 1024, resumeWriterThreshold: 512 * 1024, useSynchronizationContext: false);

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class SlowReader(ManualTimeProvider clock, TimeSpan reading) : IMessageTextReader
    {
        public string Version => "slow";

        public SearchText Read(ReadOnlyMemory<byte> message)
        {
            clock.Advance(reading);
            return MimeTextReader.Instance.Read(message);
        }
    }

    private sealed class Everybody(IMailStore store, TimeProvider time, MailboxImapOptions options)
        : MailboxImapHandler(store, time, options)
    {
        protected override ValueTask<bool> LetsInAsync(Credentials credentials, CancellationToken cancellationToken) =>
            new(new Secret("secret"u8.ToArray()).Equals(credentials.Secret));

        protected override ValueTask<string?> FindOwnerAsync(
            Credentials credentials, CancellationToken cancellationToken) =>
            new(credentials.Identity == "nobody" ? null : credentials.Identity);
    }
}
