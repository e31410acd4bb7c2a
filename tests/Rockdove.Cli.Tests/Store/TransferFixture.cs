using System.Buffers;
using Rockdove.Mailboxes;
using Rockdove.Storage;

namespace Rockdove.Cli.Tests;

/// <summary>Stores and folders for exports and imports, removed afterwards.</summary>
public sealed class TransferFixture : IAsyncDisposable
{
    private readonly List<IMailStore> _stores = [];

    public TransferFixture() => Directory.CreateDirectory(Folder);

    public string Folder { get; } =
        Path.Combine(Path.GetTempPath(), "rockdove-transfer-" + Guid.NewGuid().ToString("N"));

    /// <summary>Told by exports and imports.</summary>
    public List<TransferProblem> Problems { get; } = [];

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public string this[string name] => Path.Combine(Folder, name);

    public IMailStore NewStore()
    {
        var store = new MemoryMailStore();
        _stores.Add(store);
        return store;
    }

    public Task<TransferProgress> ExportAsync(
        IMailStore store, ArchiveFormat format, string name, string? owner = null) =>
        new MailExport(store, format) { Owner = owner, Problem = Problems.Add }.RunAsync(this[name], Token);

    public Task<TransferProgress> ImportAsync(
        IMailStore store, string name, ArchiveFormat? format = null, string? owner = null, string? mailbox = null) =>
        new MailImport(store) { Format = format, Owner = owner, Mailbox = mailbox, Problem = Problems.Add }
            .RunAsync(this[name], Token);

    /// <summary>Exports into one format and imports it into a fresh store.</summary>
    public async Task<IMailStore> ThereAndBackAsync(IMailStore store, ArchiveFormat format)
    {
        var name = $"{format}-{Guid.NewGuid():N}" + (format == ArchiveFormat.Zip ? ".zip" : "");
        await ExportAsync(store, format, name);
        var back = NewStore();
        await ImportAsync(back, name);
        return back;
    }

    public static async Task PutAsync(
        IMailStore store,
        MailboxName mailbox,
        ReadOnlyMemory<byte> body,
        uint? uid = null,
        FlagSet flags = default,
        DateTimeOffset? date = null,
        DeliveryEnvelope? envelope = null)
    {
        var id = (await store.CreateMailboxAsync(mailbox, Token)).Id;
        await using var staged = await store.StageAsync(0, Token);
        await staged.WriteAsync(body, Token);
        Uid? given = uid is { } number ? new Uid(number) : null;
        await store.CommitAsync(staged, envelope, [new(id, date ?? Date, flags, given)], Token);
    }

    public static async Task<List<(MessageRow Row, byte[] Body)>> ReadAsync(IMailStore store, MailboxName mailbox)
    {
        var found = await store.FindMailboxAsync(mailbox, Token);
        Assert.True(found.HasValue, $"There is no mailbox {mailbox}.");
        var messages = new List<(MessageRow, byte[])>();
        await foreach (var row in store.ReadAsync(found.Value, UidSet.All, MessageFields.Envelope, Token))
        {
            await using var body = await store.OpenBodyAsync(row.Message, Token);
            var octets = new ArrayBufferWriter<byte>();
            await body!.CopyToAsync(ByteRange.Whole, octets, Token);
            messages.Add((row, octets.WrittenSpan.ToArray()));
        }
        return messages;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
            await store.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    public static readonly DateTimeOffset Date = new(2026, 3, 1, 23, 59, 58, TimeSpan.FromHours(-7));
}
