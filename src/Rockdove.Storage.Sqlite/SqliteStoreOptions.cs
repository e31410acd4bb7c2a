namespace Rockdove.Storage.Sqlite;

/// <summary>How a store on a disk behaves. The defaults are for a machine that does other things as well.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>Octets after which a new segment is begun: small enough to compact one in a second.</summary>
    public long SegmentBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>
    /// Octets of a record up to which it is gathered in memory and shares a sync with others. Beyond, copying it twice
    /// costs more than a sync of its own.
    /// </summary>
    public int SpillBytes { get; init; } = 256 * 1024;

    /// <summary>
    /// Octets of memory for all messages that are just arriving. When they are used up, small messages go to files too.
    /// </summary>
    public long StagedMemoryBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>
    /// Octets of the disk that no new mail may take, so that there is room to delete, to index and to checkpoint.
    /// </summary>
    public long KeptFreeBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>
    /// Ranges of identifiers that each mailbox remembers as expunged, about 20 octets of disk each. Whoever asks for
    /// more is told all that are not there (RFC 7162 section 5.3).
    /// </summary>
    public int ExpungeLogRanges { get; init; } = 100_000;

    /// <summary>
    /// Finds what a search looks at, and has it indexed behind the commits. With null a search reads every message as
    /// <see cref="PlainTextReader"/> does, and nothing is indexed.
    /// </summary>
    public IMessageTextReader? TextReader { get; init; }

    /// <summary>
    /// The share of a segment, 0 to 1, that must be in use: with less, the rest is moved and the segment goes. At one
    /// half the disk holds at most twice what the mail takes, and a body is copied about once in its life. 0 never
    /// compacts by itself.
    /// </summary>
    public double CompactBelow { get; init; } = 0.5;

    /// <summary>
    /// Octets that compaction moves in a second by itself: a tenth of what a slow disk writes, so that mail does not
    /// wait.
    /// </summary>
    public long CompactBytesPerSecond { get; init; } = 8L * 1024 * 1024;

    /// <summary>Dates ids and UIDVALIDITY.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Told what whoever runs the store should know: which SQLite is in use, what a crash left, which message is
    /// damaged. Called on any thread.
    /// </summary>
    public Action<StoreNotice>? Report { get; init; }

    /// <summary>
    /// Told each step of a commit, on the thread that takes it: for tests that kill the process there.
    /// </summary>
    public Action<StoreStep>? OnStep { get; init; }

    /// <summary>
    /// Bits of a block of the index, a power of two up to 16 Mi, which is the default: 2 MiB, of which there are up to
    /// seven in memory. A block has room for 64 messages at least. Small ones are for tests, which have to fill some.
    /// </summary>
    public int SearchBlockBits { get; init; } = BlockShape.DefaultBlockBits;

    /// <summary>
    /// Octets of the text of a message up to which the index keeps it beside its bits, so that a search compares it
    /// there and reads no message: 0 to <see cref="MostSearchTextBytes"/>. Longer ones are rare, and reading their
    /// messages costs little more. It takes about as much of the disk as the text does; with 0 nothing is kept, and a
    /// search for a frequent word takes some ten times as long.
    /// </summary>
    public int SearchTextBytes { get; init; } = 128 * 1024;

    internal IFileLayer Files { get; init; } = SystemFiles.Instance;

    /// <exception cref="ArgumentOutOfRangeException">Names the setting that makes no sense.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(SegmentBytes, 4096);
        ArgumentOutOfRangeException.ThrowIfLessThan(SpillBytes, 0);
        ArgumentOutOfRangeException.ThrowIfNegative(StagedMemoryBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(KeptFreeBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(ExpungeLogRanges, 1);
        if (!int.IsPow2(SearchBlockBits) || SearchBlockBits > BlockShape.DefaultBlockBits)
        {
            throw new ArgumentOutOfRangeException(
                nameof(SearchBlockBits), SearchBlockBits, $"A power of two, at most {BlockShape.DefaultBlockBits}.");
        }
        ArgumentOutOfRangeException.ThrowIfNegative(SearchTextBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SearchTextBytes, MostSearchTextBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(CompactBelow);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(CompactBelow, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(CompactBytesPerSecond, 1);
    }

    /// <summary>The greatest <see cref="SearchTextBytes"/>: a search has one text of such a length in memory.</summary>
    public const int MostSearchTextBytes = 1024 * 1024;
}
