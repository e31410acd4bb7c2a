namespace Rockdove.Storage.Sqlite;

/// <summary>
/// Gives back what deleted bodies take: of a segment that is mostly rubbish the rest is copied behind the newest
/// bodies, and the segment goes. Copies are changes like any other, a few in each batch, through the one writer: a body
/// is on the disk twice before its row points to the new place.
/// </summary>
internal sealed class Compactor : IAsyncDisposable
{
    private readonly SqliteMailStore _store;
    private readonly ReaderPool _readers;
    private readonly SegmentFolder _segments;
    private readonly SqliteStoreOptions _options;
    private readonly Action<StoreNotice> _report;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly HashSet<long> _kept = []; // Segments that a damaged body keeps. Under _one.
    private Task _background = Task.CompletedTask;

    public Compactor(
        SqliteMailStore store,
        ReaderPool readers,
        SegmentFolder segments,
        SqliteStoreOptions options,
        Action<StoreNotice> report)
    {
        _store = store;
        _readers = readers;
        _segments = segments;
        _options = options;
        _report = report;
    }

    /// <summary>Works in the background from now on, and first on what is there.</summary>
    public void Start()
    {
        if (_options.CompactBelow > 0)
            _background = Task.Run(RunAsync);
        Wake();
    }

    /// <summary>Bodies were deleted: there may be something to do.</summary>
    public void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (Exception error) when (error is SemaphoreFullException or ObjectDisposedException)
        {
            // It will look anyway, or never again.
        }
    }

    /// <summary>Compacts each segment whose live share is below the one given.</summary>
    public async Task<CompactionResult> CompactAsync(
        double below, bool isPaced, Action<CompactionResult>? progress, CancellationToken token)
    {
        var result = default(CompactionResult);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, _stop.Token);
        token = either.Token;
        await _one.WaitAsync(token).ConfigureAwait(false);
        try
        {
            HashSet<long> done = [];
            while (Next(below, done) is { } segment)
            {
                done.Add(segment.Number);
                result = await CompactAsync(segment, result, isPaced, token).ConfigureAwait(false);
                progress?.Invoke(result);
            }
        }
        finally
        {
            _one.Release();
        }
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _background.ConfigureAwait(false);
        await _one.WaitAsync().ConfigureAwait(false); // One that somebody asked for is cancelled too.
        _one.Dispose();
        _wake.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _wake.WaitAsync(_stop.Token).ConfigureAwait(false);
                try
                {
                    var result = await CompactAsync(_options.CompactBelow, isPaced: true, null, _stop.Token)
                        .ConfigureAwait(false);
                    if (result.Segments > 0)
                    {
                        _report(new(StoreNoticeKind.Compacted, $"Compaction gave back {result.ReclaimedBytes} bytes of "
                            + $"{result.Segments} segments."));
                    }
                }
                catch (Exception error) when (error is StoreFullException or IOException)
                {
                    _report(new(StoreNoticeKind.Postponed, $"Compaction waits for the next deletion: {error.Message}"));
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or StoreException or ObjectDisposedException)
        {
            // The store ends, or failed, which it has told.
        }
    }

    private async Task<CompactionResult> CompactAsync(
        SegmentUse segment, CompactionResult result, bool isPaced, CancellationToken token)
    {
        if (_segments.IsActive(segment.Number))
            await _store.WriteAsync(new EndSegment(segment.Number), token).ConfigureAwait(false);
        var moved = 0L;
        var from = 0L;
        var isKept = false;
        while (true)
        {
            var bodies = Bodies(segment.Number, from);
            if (bodies.Count == 0)
                break;
            from = bodies[^1].Place.End;
            var moves = Read(segment.Number, bodies, ref isKept);
            var tasks = moves.ConvertAll(move => _store.WriteAsync(move, token));
            await Task.WhenAll(tasks).ConfigureAwait(false);
            var bytes = moves.Sum(move => (long)move.Record.Length);
            moved += bytes;
            result = result with
            {
                MovedBodies = result.MovedBodies + tasks.Count(task => task.Result),
                MovedBytes = result.MovedBytes + bytes,
            };
            if (isPaced)
                await PaceAsync(bytes, token).ConfigureAwait(false);
        }
        if (isKept)
        {
            _kept.Add(segment.Number);
            return result with { KeptSegments = result.KeptSegments + 1 };
        }
        return result with
        {
            Segments = result.Segments + 1,
            ReclaimedBytes = result.ReclaimedBytes + Math.Max(segment.Bytes - moved, 0),
        };
    }

    private Task PaceAsync(long bytes, CancellationToken token) => Task.Delay(
        TimeSpan.FromSeconds((double)bytes / _options.CompactBytesPerSecond), _options.Time, token);

    /// <summary>The segment that gives back most for what has to be copied; null if none is below the share.</summary>
    private SegmentUse? Next(double below, HashSet<long> done)
    {
        using var lease = _readers.Rent();
        using var row = lease.Connection.Use(
            "SELECT number, bytes, live FROM segment WHERE shared = 1 AND live < bytes ORDER BY live * 1.0 / bytes");
        while (row.Step())
        {
            var segment = new SegmentUse(row.Long(0), row.Long(1), row.Long(2));
            if (segment.Live >= below * segment.Bytes)
                return null;
            // In the background the newest is left: what is in it may just be going.
            if (!done.Contains(segment.Number) && !_kept.Contains(segment.Number)
                && (below >= 1 || !_segments.IsActive(segment.Number)))
            {
                return segment;
            }
        }
        return null;
    }

    /// <summary>
    /// Some bodies of a segment from an offset on, as many as one batch takes without making others wait.
    /// </summary>
    private List<(long Key, BodyPlace Place, bool IsDamaged)> Bodies(long segment, long from)
    {
        var bodies = new List<(long, BodyPlace, bool)>();
        using var lease = _readers.Rent();
        using var row = lease.Connection.Use(
            "SELECT key, offset, bytes, damage IS NOT NULL FROM message WHERE segment = ?1 AND offset >= ?2 "
            + "ORDER BY offset").Bind(1, segment).Bind(2, from);
        var bytes = 0L;
        while (bytes < BytesAtOnce && bodies.Count < BodiesAtOnce && row.Step())
        {
            bodies.Add((row.Long(0), new(segment, row.Long(1), row.Long(2)), row.Long(3) != 0));
            bytes += row.Long(2);
        }
        return bodies;
    }

    /// <summary>Reads records and leaves out those that are not what was written.</summary>
    private List<MoveBody> Read(
        long segment, List<(long Key, BodyPlace Place, bool IsDamaged)> bodies, ref bool isKept)
    {
        var moves = new List<MoveBody>();
        IFile file;
        try
        {
            file = _segments.Open(segment);
        }
        catch (FileNotFoundException)
        {
            isKept = true; // The start told so; the rows say what is missing.
            return moves;
        }
        using (file)
        {
            foreach (var (key, place, isDamaged) in bodies)
            {
                if (!isDamaged && RecordReader.TryRead(file, place, out var record))
                {
                    moves.Add(new(key, place, record));
                    continue;
                }
                isKept = true;
                if (!isDamaged)
                    _store.NoteDamage(key, BodyReader.DamageOf(_segments.PathOf(segment), place));
            }
        }
        return moves;
    }

    private readonly record struct SegmentUse(long Number, long Bytes, long Live);

    /// <summary>Octets read and appended together: a few milliseconds of a disk.</summary>
    private const long BytesAtOnce = 1024 * 1024;

    private const int BodiesAtOnce = 64;
}
