using System.Runtime.CompilerServices;

namespace Rockdove.Storage.Sqlite;

/// <summary>
/// A store in a folder: rows in SQLite, bodies in append-only segments. What a call has returned outlives a power cut.
/// </summary>
/// <remarks>
/// One process has it open at a time. When the disk reports an error while something is being written, the store takes
/// nothing more (<see cref="StoreFailedException"/>) until it is opened again; reading goes on.
/// </remarks>
public sealed class SqliteMailStore : IMailStore
{
    private readonly DirectoryLock _lock;
    private readonly SqliteStoreOptions _options;
    private readonly SqliteConnection _connection;
    private readonly SegmentFolder _segments;
    private readonly StagingArea _staging;
    private readonly Checkpointer _checkpointer;
    private readonly ReaderPool _readers;
    private readonly RowReader _rows;
    private readonly SnapshotReader _snapshots;
    private readonly FlagReader _flags;
    private readonly ChangeFeed _changes = new();
    private readonly Writer _writer;
    private readonly Indexer? _indexer;
    private readonly IndexedSearch? _search;
    private readonly Compactor _compactor;
    private long _stagedMessages, _stagedBytes;
    private int _disposed;

    private SqliteMailStore(DirectoryLock held, string folder, SqliteConnection connection, SqliteStoreOptions options)
    {
        var database = DatabaseIn(folder);
        var step = options.OnStep ?? (_ => { });
        var report = options.Report ?? (_ => { });
        _lock = held;
        _options = options;
        _connection = connection;
        _segments = new(options.Files, Path.Combine(folder, "bodies"), options.SegmentBytes);
        _staging = new(options.Files, Path.Combine(folder, "staging"), _segments, options, step);
        _readers = new(database);
        _rows = new(_readers);
        _snapshots = new(_readers);
        _flags = new(_readers);
        Bodies = new(_readers, _segments, NoteDamage);
        Recover(report);
        _checkpointer = new(database, error => _writer?.Poison(error));
        _compactor = new(this, _readers, _segments, options, report);
        _writer = new(
            new(connection, _segments, options.ExpungeLogRanges),
            _segments,
            _checkpointer,
            _changes,
            step,
            report,
            committed: () => _indexer?.Wake(),
            freed: _compactor.Wake);
        Blobs = new SqliteBlobStore(this);
        Attributes = new SqliteAttributes(this, _readers);
        Accounts = new SqliteAccountStore(this, _readers);
        if (options.TextReader is { } reader)
        {
            _indexer = new(
                Path.Combine(folder, "search.db"), options, reader, _readers, new(_readers, _segments, Bodies), step,
                report);
            _search = new(this, _readers, _indexer, reader);
            _indexer.Start();
        }
        _writer.Start();
        _compactor.Start();
        report(new(
            StoreNoticeKind.Opened,
            $"{SqliteLibrary.Description}, synchronous=FULL, write-ahead log, in {folder}."));
    }

    public IChangeFeed Changes => _changes;

    public IMailboxAttributes Attributes { get; }

    /// <summary>Bytes beside the messages, in the same segments and as durable.</summary>
    public IBlobStore Blobs { get; }

    /// <summary>
    /// Messages that are committed and not yet indexed. A search finds them too, by reading each of them.
    /// </summary>
    public long UnindexedMessages => _indexer?.Behind ?? 0;

    /// <summary>Accounts, in the same file and changed by the same writer.</summary>
    public IAccountStore Accounts { get; }

    internal BodyReader Bodies { get; }

    internal Indexer? Indexer => _indexer;

    /// <summary>Opens the store in a folder, or makes one there; recovers from a crash if there was one.</summary>
    /// <exception cref="StoreInUseException">Another process has it open.</exception>
    /// <exception cref="StoreException">
    /// The folder cannot hold a store, or was written by a newer version. Nothing was changed.
    /// </exception>
    public static SqliteMailStore Open(string folder, SqliteStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new();
        options.Validate();
        folder = Path.GetFullPath(folder);
        DirectoryLock? held = null;
        SqliteConnection? connection = null;
        try
        {
            MakeFolder(folder);
            held = new(folder);
            connection = new(DatabaseIn(folder));
            Schema.Prepare(connection, DatabaseIn(folder));
            connection.Execute("PRAGMA cache_size = -8192");
            options.Files.SyncFolder(folder);
            return new(held, folder, connection, options);
        }
        catch (Exception error)
        {
            connection?.Dispose();
            held?.Dispose();
            if (error is IOException or UnauthorizedAccessException)
                throw new StoreException($"{folder} cannot hold a store: {error.Message}", error);
            if (error is SqliteException { IsUnreadable: true })
            {
                throw new StoreException(
                    $"{DatabaseIn(folder)} is no database, or a damaged one. Restore a backup of {folder}, or move "
                    + $"the folder away. {error.Message}",
                    error);
            }

            throw;
        }
    }

    public ValueTask<IStagedMessage> StageAsync(long expectedBytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expectedBytes);
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        _writer.RequireSound();
        _staging.RequireRoom(expectedBytes);
        CountStaged(1, 0);
        return new(new SqliteStagedMessage(this, new BodyStage(_staging)));
    }

    public async ValueTask<CommittedMessage> CommitAsync(
        IStagedMessage message,
        DeliveryEnvelope? envelope,
        MessageDetails details,
        IReadOnlyList<Placement> placements,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(details);
        ArgumentNullException.ThrowIfNull(placements);
        ArgumentOutOfRangeException.ThrowIfZero(placements.Count, nameof(placements));
        if (message is not SqliteStagedMessage staged || staged.Store != this)
            throw new ArgumentException("The message was not staged by this store.", nameof(message));

        var now = _options.Time.GetUtcNow();
        return await CommitAsync(
            [staged],
            () => new CommitMessage(staged.Body, new(MessageId.Create(now), envelope, details), placements, now),
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<AppendedMessages?> AppendAsync(
        MailboxId mailbox,
        IReadOnlyList<MessageToAppend> messages,
        MessageEntry? replaces,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentOutOfRangeException.ThrowIfZero(messages.Count, nameof(messages));
        if (messages.Any(each => each.Message is not SqliteStagedMessage staged || staged.Store != this))
            throw new ArgumentException("A message was not staged by this store.", nameof(messages));

        var now = _options.Time.GetUtcNow();
        return await CommitAsync(
            [.. messages.Select(each => (SqliteStagedMessage)each.Message)],
            () => new AppendMessages(
                mailbox,
                [.. messages.Select(each => new StagedAppend(
                    ((SqliteStagedMessage)each.Message).Body,
                    new(MessageId.Create(now), null, each.Details), each.InternalDate, each.Flags))],
                replaces,
                now),
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<CreatedMailbox> CreateMailboxAsync(MailboxName name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name.Name, nameof(name));
        return await WriteAsync(new CreateMailbox(name, _options.Time.GetUtcNow()), cancellationToken)
            .ConfigureAwait(false);
    }

    public ValueTask<MailboxId?> FindMailboxAsync(MailboxName name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_rows.FindMailbox(name));
    }

    public ValueTask<IReadOnlyList<MailboxStatus>> ListMailboxesAsync(
        string? owner, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_rows.ListMailboxes(owner));
    }

    public async ValueTask<MailboxRenaming> RenameMailboxAsync(
        MailboxName from, MailboxName to, char separator, CancellationToken cancellationToken)
    {
        RenamePlan.Require(from, to);
        return await WriteAsync(new RenameMailbox(from, to, separator), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> DeleteMailboxAsync(MailboxId mailbox, CancellationToken cancellationToken) =>
        await WriteAsync(new DeleteMailbox(mailbox), cancellationToken).ConfigureAwait(false);

    public ValueTask<MailboxSnapshot?> OpenAsync(MailboxId mailbox, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_snapshots.Open(mailbox));
    }

    public ValueTask<FlagsInUse?> FlagsInUseAsync(MailboxId mailbox, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_flags.Read(mailbox));
    }

    public ValueTask<MailboxChanges?> ChangesSinceAsync(
        MailboxId mailbox, ModSequence since, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_rows.ChangesSince(mailbox, since));
    }

    public async IAsyncEnumerable<MessageRow> ReadAsync(
        MailboxId mailbox,
        UidSet uids,
        MessageFields fields,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uids);
        await ValueTask.CompletedTask.ConfigureAwait(false); // a page is a short read; the contract is async
        var page = new MessageRow[Math.Min(uids.Count, RowsPerPage)];
        var from = Uid.First;
        int filled;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            filled = page.Length == 0 ? 0 : _rows.Read(mailbox, uids, from, fields, page);
            for (var i = 0; i < filled; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return page[i];
                from = new(page[i].Uid.Value + 1);
            }
        }
        while (filled > 0 && filled == page.Length);
    }

    public ValueTask<IReadOnlyList<MessageRow>> FindAsync(
        MessageId message, MessageFields fields, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_rows.Find(message, fields));
    }

    public ValueTask<IBlob?> OpenBodyAsync(MessageId message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Bodies.Open(message));
    }

    public async ValueTask<FlagResult> StoreFlagsAsync(
        MailboxId mailbox,
        UidSet uids,
        FlagChange change,
        ModSequence? unchangedSince,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uids);
        return await WriteAsync(new StoreFlags(mailbox, uids, change, unchangedSince), cancellationToken)
            .ConfigureAwait(false);
    }

    public async ValueTask<ExpungeResult> ExpungeAsync(
        MailboxId mailbox, UidSet uids, SystemFlags having, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uids);
        return await WriteAsync(new Expunge(mailbox, uids, having), cancellationToken).ConfigureAwait(false);
    }

    public IAsyncEnumerable<MessageRow> SearchAsync(
        SearchScope scope, SearchQuery query, SearchPage page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(page);
        page.Validate();
        return _search?.SearchAsync(scope, query, page, cancellationToken)
            ?? SearchScan.SearchAsync(this, PlainTextReader.Instance, scope, query, page, cancellationToken);
    }

    public ValueTask<SearchCount> CountAsync(
        SearchScope scope, SearchQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _search?.CountAsync(scope, query, cancellationToken)
            ?? SearchScan.CountAsync(this, PlainTextReader.Instance, scope, query, cancellationToken);
    }

    public async ValueTask<CopiedMessages> CopyAsync(
        MailboxId source, UidSet uids, MailboxId target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uids);
        return await WriteAsync(
            new CopyMessages(source, uids, target, isMove: false, _options.Time.GetUtcNow()), cancellationToken)
            .ConfigureAwait(false);
    }

    public async ValueTask<CopiedMessages> MoveAsync(
        MailboxId source, UidSet uids, MailboxId target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uids);
        return await WriteAsync(
            new CopyMessages(source, uids, target, isMove: true, _options.Time.GetUtcNow()), cancellationToken)
            .ConfigureAwait(false);
    }

    public ValueTask<StoreUsage> UsageAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_rows.Usage(Volatile.Read(ref _stagedMessages), Volatile.Read(ref _stagedBytes)));
    }

    /// <summary>Gives the disk back what deleted bodies take. The store goes on serving meanwhile.</summary>
    /// <param name="below">
    /// Segments of which a smaller share than this is in use, 0 to 1; 1 are all that have anything to give.
    /// </param>
    /// <param name="progress">Told after each segment.</param>
    /// <param name="cancellationToken">Stops between two moves; what was moved stays so.</param>
    /// <exception cref="StoreFullException">There is no room for the copies. Nothing is lost.</exception>
    /// <exception cref="OperationCanceledException">By the token, or since the store was disposed.</exception>
    public Task<CompactionResult> CompactAsync(
        double below, Action<CompactionResult>? progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(below);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(below, 1);
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return _compactor.CompactAsync(below, isPaced: false, progress, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _compactor.DisposeAsync().ConfigureAwait(false);
        await _writer.StopAsync().ConfigureAwait(false);
        _changes.Close();
        _indexer?.Dispose();
        _checkpointer.Dispose();
        _readers.Dispose();
        _connection.Dispose(); // The last one: SQLite moves the log into the database and removes it.
        _segments.Dispose();
        _lock.Dispose();
    }

    /// <summary>
    /// Returns when everything that is committed now is indexed, or the index is done without. Nobody needs to wait
    /// for it but who measures.
    /// </summary>
    public Task IndexedAsync() => _indexer?.CaughtUpAsync() ?? Task.CompletedTask;

    internal Task<T> WriteAsync<T>(WriteOp<T> op, CancellationToken cancellationToken) =>
        _writer.DoAsync(op, cancellationToken);

    /// <summary>
    /// Seals staged bodies on this thread, and has the writer make them what the change says. They stay staged when
    /// nothing comes of it: an exception, or null.
    /// </summary>
    internal async Task<T> CommitAsync<T>(
        IReadOnlyList<SqliteStagedMessage> messages, Func<WriteOp<T>> change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var claimed = 0;
        var isDone = false;
        try
        {
            for (; claimed < messages.Count; claimed++)
                messages[claimed].Claim();
            for (var i = 0; i < messages.Count; i++)
            {
                messages[i].RequireWhole();
                _writer.RequireSound();
                Seal(messages[i].Body);
            }
            var result = await _writer.DoAsync(change(), cancellationToken).ConfigureAwait(false);
            isDone = result is not null;
            return result;
        }
        finally
        {
            for (var i = 0; i < claimed; i++)
            {
                if (isDone)
                    messages[i].Committed();
                else
                    messages[i].Restore();
            }
        }
    }

    internal void Stage(BodyStage body, ReadOnlyMemory<byte> content)
    {
        try
        {
            _staging.RequireRoom(content.Length);
            body.Write(content.Span);
        }
        catch (IOException error)
        {
            throw _writer.Poison(error);
        }
    }

    internal void CountStaged(int messages, long bytes)
    {
        Interlocked.Add(ref _stagedMessages, messages);
        Interlocked.Add(ref _stagedBytes, bytes);
    }

    /// <exception cref="StoreException">Nothing can be made there.</exception>
    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                $"the folder {folder} cannot be made; name one in a place that can be written to ({error.Message})",
                error);
        }
    }

    private void Seal(BodyStage body)
    {
        try
        {
            body.Seal();
        }
        catch (DiskFullException error)
        {
            throw new StoreFullException($"No room to keep a message: {error.Message}", error);
        }
        catch (IOException error)
        {
            throw _writer.Poison(error);
        }
    }

    internal void NoteDamage(long message, string what)
    {
        _options.Report?.Invoke(new(StoreNoticeKind.Damaged, what));
        // Whoever reads has the error already; that it is noted as well is for the next one.
        _ = WriteAsync(new MarkDamaged(message, what), CancellationToken.None).ContinueWith(
            static task => task.Exception, CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private void Recover(Action<StoreNotice> report)
    {
        var rows = new List<SegmentRow>();
        using (var row = _connection.Use("SELECT number, bytes, shared FROM segment"))
            while (row.Step())
                rows.Add(new(row.Long(0), row.Long(1), row.Long(2) != 0));
        _segments.Recover(rows, report);
        _staging.Clear();
        foreach (var segment in rows)
        {
            // One that died while it was appended to was left alone then.
            if (!_segments.IsActive(segment.Number))
                _connection.Use(
                    "INSERT OR IGNORE INTO retired SELECT number FROM segment WHERE number = ?1 AND live = 0")
                    .Bind(1, segment.Number).Run();
        }
        _connection.Execute("DELETE FROM segment WHERE number IN (SELECT number FROM retired)");
        using (var row = _connection.Use("SELECT number FROM retired"))
            while (row.Step())
                _segments.Delete(row.Long(0));
        _connection.Execute("DELETE FROM retired");
    }

    private static string DatabaseIn(string folder) => Path.Combine(folder, "meta.db");

    /// <summary>Rows read at once: enough to make a query cheap, few enough to keep it short.</summary>
    private const int RowsPerPage = 256;
}
