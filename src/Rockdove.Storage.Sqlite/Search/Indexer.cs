namespace Rockdove.Storage.Sqlite;

/// <summary>
/// The thread that reads what was committed and adds it to the index. Nobody waits for it: what it has not come to, a
/// search reads itself. An index that fails is thrown away and made anew; when that fails, too, it is done without.
/// </summary>
internal sealed class Indexer : IDisposable
{
    private readonly string _path;
    private readonly TextFolder _texts;
    private readonly SqliteStoreOptions _options;
    private readonly IMessageTextReader _reader;
    private readonly ReaderPool _store;
    private readonly MessageSource _source;
    private readonly Action<StoreStep> _step;
    private readonly Action<StoreNotice> _report;
    private readonly AutoResetEvent _wake = new(true);
    private readonly TextSignature _signature = new();
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private List<TaskCompletionSource> _waiting = [];
    private volatile SearchIndex? _index;
    private volatile bool _stopped, _failed, _isOff;

    public Indexer(
        string path,
        SqliteStoreOptions options,
        IMessageTextReader reader,
        ReaderPool store,
        MessageSource source,
        Action<StoreStep> step,
        Action<StoreNotice> report)
    {
        (_path, _options, _reader, _store, _source, _step, _report) =
            (path, options, reader, store, source, step, report);
        _texts = new(options.Files, Path.ChangeExtension(path, ".texts"));
        _thread = new Thread(Run)
        {
            IsBackground = true,
            Name = "rockdove index",
            Priority = ThreadPriority.BelowNormal,
        };
    }

    /// <summary>Every message up to this key is indexed.</summary>
    public long Indexed => _index?.Indexed ?? 0;

    /// <summary>Messages that are committed and not indexed; a search reads each of them.</summary>
    public long Behind => _source.CountAfter(Indexed);

    public void Start() => _thread.Start();

    /// <summary>Something was committed.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Returns when everything that is committed now is indexed, or the index is done without.</summary>
    public Task CaughtUpAsync()
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _waiting.Add(waiting);
        _wake.Set();
        return waiting.Task;
    }

    /// <summary>
    /// The messages that may match, of those that are known; null if nothing is.
    /// </summary>
    public IndexProposal? Propose(IndexPlan plan, CancellationToken cancellationToken)
    {
        if (_index is not { } index || _failed)
            return null;
        try
        {
            return index.Propose(plan, cancellationToken);
        }
        catch (SqliteException error)
        {
            Fail(error);
            return null;
        }
        catch (ObjectDisposedException) when (!_stopped)
        {
            return null; // It is just being thrown away.
        }
    }

    public void Dispose()
    {
        _stopped = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
        _source.Dispose();
        foreach (var waiting in _waiting)
            waiting.TrySetResult();
    }

    private void Run()
    {
        while (!_stopped)
        {
            _wake.WaitOne();
            Work();
        }
        End();
    }

    private void Work()
    {
        List<TaskCompletionSource> waiting;
        lock (_gate)
            (waiting, _waiting) = (_waiting, []);
        for (var attempt = 0; !_isOff && !_stopped; attempt++)
        {
            try
            {
                if (_failed)
                    StartAnew();
                _index ??= Open();
                CatchUp(_index);
                if (_index.KnowsAny && !_source.HasMessages)
                    StartAnew(); // All of them were deleted: what they said goes as well.
                if (!_failed)
                    break;
            }
            catch (Exception error) when (attempt == 0 && error is StoreException)
            {
                Fail(error);
            }
            catch (Exception error)
            {
                TurnOff(error);
            }
        }
        foreach (var each in waiting)
            each.TrySetResult();
    }

    private SearchIndex Open()
    {
        var bits = _options.SearchBlockBits;
        var file = IndexFile.Open(_path, _reader.Version, bits, _store, _report);
        try
        {
            return new SearchIndex(file, _texts, _store, bits, _step);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void CatchUp(SearchIndex index)
    {
        while (!_stopped && !_failed && _source.After(index.Indexed) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
            {
                if (_stopped || _failed)
                    return;
                Add(index, row);
            }
        }
        _source.Rest();
    }

    private void Add(SearchIndex index, SourceRow row)
    {
        if (row.Id is null || index.Knows(row.Key))
        {
            index.Pass(row.Key);
            return;
        }
        var text = TryRead(row);
        if (text is null)
            _signature.SetAll();
        else
            _signature.Set(text);
        index.Add(row.Key, row.Id, _signature, text, _options.SearchTextBytes);
    }

    private SearchText? TryRead(SourceRow row)
    {
        try
        {
            return _source.Read(row, _reader)?.With(row.Envelope is null ? null : EnvelopeColumn.Read(row.Envelope));
        }
        catch (StoreException)
        {
            return null; // The envelope is damaged. Whoever reads the row is told so.
        }
    }
    /// <summary>Something is wrong with the index: it is made again.</summary>
    public void Fail(Exception error)
    {
        if (_failed)
            return;
        _failed = true;
        Tell($"{_path} failed and is made again from the messages; searches are slow until then: {error.Message}");
        _wake.Set();
    }

    private void Tell(string what) => _report(new(StoreNoticeKind.Postponed, what));

    private void StartAnew()
    {
        _index?.Dispose();
        _index = null;
        Delete();
        _failed = false;
    }

    private void TurnOff(Exception error)
    {
        _isOff = true;
        Tell($"{_path} cannot be made, and searches read every message until the store is opened again: "
            + error.Message);
        _index?.Dispose();
        _index = null;
    }

    private void End()
    {
        try
        {
            if (_index is { } index && !_failed)
                index.SaveAll();
        }
        catch (StoreException error)
        {
            Tell($"{_path} was not saved, and the next start reads some messages again: {error.Message}");
        }
        _index?.Dispose();
        if (_failed)
            Delete();
    }

    private void Delete()
    {
        IndexFile.Delete(_path);
        _texts.DeleteOthers(new HashSet<string>());
    }
}
