using System.Buffers;
using Rockdove.Storage.Contract;

namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>A store with an inbox, and short words for what tests of tools do with it.</summary>
internal sealed class StoreOnDisk : IAsyncDisposable
{
    private SqliteMailStore? _store;

    private StoreOnDisk(string folder) => Folder = folder;

    public string Folder { get; }

    public SqliteMailStore Store => _store!;

    public MailboxId Inbox { get; private set; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public IReadOnlyList<string> Segments =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, "bodies"), "*.seg").Order(StringComparer.Ordinal)];

    public long SegmentBytes => Segments.Sum(path => new FileInfo(path).Length);

    public static async Task<StoreOnDisk> OpenAsync(SqliteStoreOptions? options = null, string? folder = null)
    {
        var store = new StoreOnDisk(folder ?? TemporaryFolders.InMemory());
        await store.ReopenAsync(options);
        return store;
    }

    public async Task ReopenAsync(SqliteStoreOptions? options = null)
    {
        await CloseAsync();
        _store = SqliteMailStore.Open(Folder, options ?? Small);
        Inbox = (await Store.CreateMailboxAsync(MailboxName.Inbox(""), Token)).Id;
    }

    public async Task<CommittedMessage> DeliverAsync(int bytes, int seed)
    {
        await using var staged = await Store.StageAsync(bytes, Token);
        await staged.WriteAsync(Body.Of(bytes, seed), Token);
        return await Store.CommitAsync(staged, null, [new(Inbox, DateTimeOffset.UnixEpoch)], Token);
    }

    public async Task<List<CommittedMessage>> FillAsync(int messages, int bytes)
    {
        var all = new List<CommittedMessage>();
        for (var i = 0; i < messages; i++)
            all.Add(await DeliverAsync(bytes, i));
        return all;
    }

    public async Task ExpungeAsync(params IEnumerable<CommittedMessage> messages) => await Store.ExpungeAsync(
        Inbox, UidSet.Of([.. messages.Select(each => each.Places[0].Uid)]), SystemFlags.None, Token);

    public async Task<byte[]> BodyAsync(CommittedMessage message)
    {
        await using var body = await Store.OpenBodyAsync(message.Id, Token);
        return await ReadAsync(body!);
    }

    public static async Task<byte[]> ReadAsync(IBlob body)
    {
        var octets = new ArrayBufferWriter<byte>();
        await body.CopyToAsync(ByteRange.Whole, octets, Token);
        return octets.WrittenSpan.ToArray();
    }

    /// <summary>Closes the store, if it is open, and looks at all of it.</summary>
    public async Task<StoreCheckResult> CheckAsync(bool quick = false, bool quarantine = false)
    {
        await CloseAsync();
        return new SqliteStoreCheck(Folder) { Quick = quick, Quarantine = quarantine }.Run(Token);
    }

    /// <summary>Changes one octet of a file.</summary>
    public static void Flip(string path, long offset)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.Position = offset;
        var octet = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(octet ^ 0x40));
    }

    public async Task CloseAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        _store = null;
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    /// <summary>Segments of four messages of a thousand octets; compacted only when asked.</summary>
    public static readonly SqliteStoreOptions Small = new()
    {
        SegmentBytes = 4 * (1000 + RecordHeader.Bytes),
        SpillBytes = 4096,
        KeptFreeBytes = 0,
        CompactBelow = 0,
    };
}
