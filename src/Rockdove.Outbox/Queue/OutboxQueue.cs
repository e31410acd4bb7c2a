using System.Globalization;
using System.Threading.Channels;
using Rockdove.Storage;

namespace Rockdove.Outbox;

/// <summary>
/// What waits to go out, and what became of it. Each item is tried until all of its recipients have it or will not get
/// it, with longer and longer pauses.
/// </summary>
/// <remarks>
/// An attempt that a crash interrupts is made again, so that the other side may see an item twice and never not at all.
/// Thread-safe.
/// </remarks>
public sealed class OutboxQueue : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly IOutboxStore _store;
    private readonly Dictionary<OutboxKind, IOutboxCourier> _couriers;
    private readonly OutboxOptions _options;
    private readonly TimeProvider _time;
    private readonly OutboxBooks _books;
    private readonly Func<double> _chance;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _attempts = [];
    private readonly ITimer _timer;
    private TaskCompletionSource _changed = NewSignal();
    private Task _pump = Task.CompletedTask;

    /// <param name="store">What keeps the items; disposed with the queue.</param>
    /// <param name="couriers">One for each kind.</param>
    /// <param name="options">Its limits.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="chance">From 0 to below 1, for the jitter; null for any.</param>
    /// <exception cref="ArgumentException">A setting makes no sense.</exception>
    public OutboxQueue(
        IOutboxStore store,
        IEnumerable<IOutboxCourier> couriers,
        OutboxOptions? options = null,
        TimeProvider? time = null,
        Func<double>? chance = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(couriers);
        _options = options ?? new();
        _options.Validate();
        _store = store;
        _couriers = couriers.ToDictionary(courier => courier.Kind);
        _time = time ?? TimeProvider.System;
        _books = new OutboxBooks(_options);
#pragma warning disable CA5394 // Nobody gains by guessing when a message is tried again.
        _chance = chance ?? Random.Shared.NextDouble;
#pragma warning restore CA5394
        foreach (var item in store.ReadAll())
            _books.Put(item);
        _timer = _time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many wait now.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _books.Waiting;
        }
    }

    /// <summary>Begins to deliver. What is queued before waits.</summary>
    public void Start()
    {
        if (!_pump.IsCompleted || _stop.IsCancellationRequested)
            return;
        _pump = PumpAsync();
        Wake();
    }

    /// <summary>Queues something; once this returns, it is kept.</summary>
    /// <exception cref="ArgumentException">Nobody is to get it.</exception>
    /// <exception cref="OutboxFullException">There is no room.</exception>
    /// <exception cref="StoreException">It cannot be kept.</exception>
    public OutboxItem Enqueue(OutboxDraft draft) => Enqueue([draft], null)[0];

    /// <summary>Queues all of these and remembers a mark, or nothing of it.</summary>
    /// <param name="drafts">May be none.</param>
    /// <param name="mark">Remembered with them; null for none.</param>
    /// <exception cref="ArgumentException">Nobody is to get one of them.</exception>
    /// <exception cref="OutboxFullException">There is no room.</exception>
    /// <exception cref="StoreException">They cannot be kept.</exception>
    public IReadOnlyList<OutboxItem> Enqueue(IReadOnlyList<OutboxDraft> drafts, OutboxMark? mark)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        if (drafts.Any(draft => draft.Recipients.All(one => one.Outcome != OutboxOutcome.Waiting)))
            throw new ArgumentException("What is queued needs a recipient who may get it.", nameof(drafts));
        var now = _time.GetUtcNow();
        var items = drafts.Select(draft => (New(draft, now), draft.Content)).ToList();
        IReadOnlyList<OutboxItem> added;
        lock (_lock)
        {
            MakeRoom(items.Count, items.Sum(one => (long)one.Content.Length));
            added = _store.Add(items, mark);
            foreach (var item in added)
                _books.Put(item);
            Changed();
        }

        Wake();
        return added;
    }

    /// <summary>The number of a mark; null if there is none.</summary>
    public long? ReadMark(string name)
    {
        lock (_lock)
            return _store.ReadMark(name);
    }

    /// <summary>What is known of an item; null if there is none.</summary>
    public OutboxItem? Find(long id)
    {
        lock (_lock)
            return _books.Find(id);
    }

    /// <summary>Items, the newest first, and how many there are in all.</summary>
    /// <param name="wanted">Which ones; null for all.</param>
    /// <param name="start">How many to pass over.</param>
    /// <param name="limit">How many to give.</param>
    public (int Total, IReadOnlyList<OutboxItem> Items) List(Func<OutboxItem, bool>? wanted, long start, int limit)
    {
        var (total, page) = (0, new List<OutboxItem>());
        lock (_lock)
        {
            foreach (var item in _books.Items.Reverse())
            {
                if (wanted?.Invoke(item) == false)
                    continue;
                if (total++ >= start && page.Count < limit)
                    page.Add(item);
            }
        }

        return (total, page);
    }

    /// <summary>
    /// Forgets an item, and tries it no more; what is under way may still arrive. False if there is none.
    /// </summary>
    public bool Delete(long id)
    {
        lock (_lock)
        {
            if (_books.Find(id) is null)
                return false;
            _store.Delete(id);
            _books.Remove(id);
            Changed();
            return true;
        }
    }

    /// <summary>
    /// Tries an item at once, for all who do not have it, and from the beginning with pauses and time. Null if there is
    /// none; the same as before if everybody has it, or it is under way.
    /// </summary>
    /// <exception cref="OutboxFullException">As many wait as may.</exception>
    public OutboxItem? Retry(long id)
    {
        OutboxItem? item;
        lock (_lock)
        {
            item = _books.Find(id);
            if (item is null || item.State == OutboxState.Delivered || item.IsUnderWay)
                return item;
            if (item.EndedAt is not null && _books.Waiting >= _options.MostWaiting)
                throw TooMany();
            var now = _time.GetUtcNow();
            item = item with
            {
                Recipients =
                [
                    .. item.Recipients.Select(one => one.Outcome == OutboxOutcome.Failed
                        ? one with { Outcome = OutboxOutcome.Waiting }
                        : one),
                ],
                Attempts = 0,
                NextAttemptAt = now,
                EndedAt = null,
                ExpiresAt = now + _options.LongestWait,
            };
            _store.Update(item, keepsContent: true);
            _books.Put(item);
            Changed();
        }

        Wake();
        return item;
    }

    /// <summary>Waits until something here is other than when this was called.</summary>
    public Task ChangedAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _changed.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends what is under way; it is tried again when the items are read the next time.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _timer.DisposeAsync();
        await _pump;
        Task[] attempts;
        lock (_lock)
            attempts = [.. _attempts];
        await Task.WhenAll(attempts);
        lock (_lock)
            _store.Dispose();
        _stop.Dispose();
    }

    private OutboxItem New(OutboxDraft draft, DateTimeOffset now) => new()
    {
        Id = 0,
        Kind = draft.Kind,
        Place = draft.Place,
        Recipients = draft.Recipients,
        ReversePath = draft.ReversePath,
        About = draft.About,
        Subject = draft.Subject,
        Bytes = draft.Content.Length,
        QueuedAt = now,
        ExpiresAt = now + _options.LongestWait,
        NextAttemptAt = now,
    };

    /// <exception cref="OutboxFullException">There is none.</exception>
    private void MakeRoom(int count, long bytes)
    {
        if (_books.RoomFor(count, bytes) is { } gone)
        {
            Forget(gone);
            return;
        }

        if (bytes > _options.MostBytes)
        {
            throw new OutboxFullException(string.Create(
                CultureInfo.InvariantCulture, $"{bytes} octets are more than the outbox holds ({_options.MostBytes})."))
            {
                IsForEver = true,
            };
        }

        if (count > _options.MostWaiting)
        {
            throw new OutboxFullException(string.Create(
                CultureInfo.InvariantCulture, $"{count} items are more than may wait ({_options.MostWaiting})."))
            {
                IsForEver = true,
            };
        }

        throw _books.Waiting + count > _options.MostWaiting ? TooMany() : new OutboxFullException(string.Create(
            CultureInfo.InvariantCulture,
            $"The outbox has no room for {bytes} octets more than {_options.MostBytes}. Delete what need not go."));
    }

    private OutboxFullException TooMany() => new(string.Create(
        CultureInfo.InvariantCulture,
        $"As many wait in the outbox as may ({_options.MostWaiting}). Delete what need not go."));

    private void Forget(IReadOnlyList<long> ids)
    {
        foreach (var id in ids)
        {
            _store.Delete(id);
            _books.Remove(id);
        }
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private void Changed()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    private async Task PumpAsync()
    {
        try
        {
            await foreach (var _ in _wake.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
                Launch();
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>Begins what is due, as far as there is room, and sets the clock for what comes next.</summary>
    private void Launch()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            var next = (DateTimeOffset?)null;
            foreach (var lane in _books.Lanes)
            {
                while (lane.UnderWay < _options.ParallelEach && _attempts.Count < _options.Parallel
                    && lane.Take(now) is { } id)
                    Begin(_books.Find(id)!, lane);
                if (lane.NextDue is { } due && due > now && !(next <= due))
                    next = due;
            }

            // Whoever ends an attempt wakes the pump for those that are due and found no room.
            _timer.Change(next is { } at ? at - now : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void Begin(OutboxItem item, OutboxLane lane)
    {
        item = item with { IsUnderWay = true };
        _books.Put(item);
        lane.UnderWay++;
        var attempt = new Task<Task>(() => AttemptAsync(item, lane));
        var whole = attempt.Unwrap();
        _attempts.Add(whole);
        _ = whole.ContinueWith(
            ended =>
            {
                lock (_lock)
                    _attempts.Remove(ended);
                Wake();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        attempt.Start(TaskScheduler.Default);
    }

    private async Task AttemptAsync(OutboxItem item, OutboxLane lane)
    {
        IReadOnlyList<CourierResult>? results = null;
        using var activity = OutboxTelemetry.Begin(item);
        try
        {
            results = await DeliverAsync(item);
            activity?.End(results);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        finally
        {
            lock (_lock)
            {
                lane.UnderWay--;
                if (results is not null)
                    Settle(item.Id, results);
            }
        }
    }

    private async Task<IReadOnlyList<CourierResult>> DeliverAsync(OutboxItem item)
    {
        try
        {
            ReadOnlyMemory<byte>? content;
            lock (_lock)
                content = _store.ReadContent(item.Id);
            if (content is null)
                return All(item, OutboxOutcome.Failed, "Its content is not kept.");
            if (!_couriers.TryGetValue(item.Kind, out var courier))
                return All(item, OutboxOutcome.Failed, $"Nothing here sends {item.Kind}.");
            return await courier.DeliverAsync(item, content.Value, _stop.Token);
        }
        catch (Exception error) when (error is not OperationCanceledException || !_stop.IsCancellationRequested)
        {
            return All(item, OutboxOutcome.Waiting, error.Message); // The world has failed, and may recover.
        }
    }

    private static List<CourierResult> All(OutboxItem item, OutboxOutcome outcome, string answer) =>
        [.. item.Recipients.Where(IsWaiting).Select(one => new CourierResult(one.Address, outcome, answer))];

    private static bool IsWaiting(OutboxRecipient recipient) => recipient.Outcome == OutboxOutcome.Waiting;

    /// <summary>An attempt has ended.</summary>
    private void Settle(long id, IReadOnlyList<CourierResult> results)
    {
        if (_books.Find(id) is not { } item)
            return; // It was deleted meanwhile.
        var now = _time.GetUtcNow();
        var attempts = item.Attempts + 1;
        var isOver = attempts >= _options.MostAttempts || now >= item.ExpiresAt;
        item = item with
        {
            Attempts = attempts,
            IsUnderWay = false,
            Recipients = [.. item.Recipients.Select(one => Answered(one, results, now, isOver, attempts))],
        };
        item = item.State == OutboxState.Waiting
            ? item with { NextAttemptAt = now + _options.DelayAfter(attempts, _chance()) }
            : item with { NextAttemptAt = null, EndedAt = now };
        try
        {
            _store.Update(item, OutboxBooks.KeepsContent(item));
        }
        catch (StoreException)
        {
            // It stays known here. A restart tries those again who have it, which is better than never.
        }

        _books.Put(item);
        TryForgetEnded();
        Changed();
    }

    private void TryForgetEnded()
    {
        try
        {
            Forget(_books.TooManyEnded());
        }
        catch (StoreException)
        {
            // They go the next time.
        }
    }

    private static OutboxRecipient Answered(
        OutboxRecipient recipient, IReadOnlyList<CourierResult> results, DateTimeOffset now, bool isOver, int attempts)
    {
        if (!IsWaiting(recipient))
            return recipient;
        var result = results.FirstOrDefault(one => one.Address == recipient.Address);
        var outcome = result?.Outcome ?? OutboxOutcome.Waiting;
        var answer = result?.Answer ?? recipient.Answer;
        if (outcome == OutboxOutcome.Waiting && isOver)
        {
            outcome = OutboxOutcome.Failed;
            answer = string.Create(CultureInfo.InvariantCulture, $"Given up after {attempts} attempts: {answer}");
        }

        return recipient with { Outcome = outcome, Answer = answer, AnsweredAt = now };
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
