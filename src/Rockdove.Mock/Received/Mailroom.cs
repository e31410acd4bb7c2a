using System.Text;

namespace Rockdove.Mock;

/// <summary>The messages and sessions of one server, and those who wait for some. Thread-safe; nothing polls.</summary>
internal sealed class Mailroom(MockLimits limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<ReceivedMessage> _messages = [];
    private readonly List<MockSession> _sessions = [];
    private readonly List<Waiter> _waiters = [];
    private int _lastMessage;
    private int _lastSession;

    public IReadOnlyList<ReceivedMessage> Messages
    {
        get
        {
            lock (_lock)
                return [.. _messages];
        }
    }

    public IReadOnlyList<MockSession> Sessions
    {
        get
        {
            lock (_lock)
                return [.. _sessions];
        }
    }

    /// <summary>Takes all messages out, so that none is lost between the look and the purge.</summary>
    public IReadOnlyList<ReceivedMessage> TakeAll()
    {
        lock (_lock)
        {
            ReceivedMessage[] all = [.. _messages];
            _messages.Clear();
            return all;
        }
    }

    /// <summary>Numbers a session and shows it; of those that have ended, the oldest go when there are too many.</summary>
    public void Enter(MockSession session)
    {
        lock (_lock)
        {
            session.Number = ++_lastSession;
            if (_sessions.Count >= limits.Sessions && _sessions.FindIndex(old => old.HasEnded) is >= 0 and var oldest)
                _sessions.RemoveAt(oldest);
            _sessions.Add(session);
        }
    }

    /// <summary>False when there is no room: the message is not kept.</summary>
    public bool TryAdd(ReceivedMessage message)
    {
        List<Waiter> served;
        lock (_lock)
        {
            if (_messages.Count >= limits.Messages)
                return false;
            message.Number = ++_lastMessage;
            _messages.Add(message);
            message.Session.Add(message);
            served = _waiters.FindAll(waiter => waiter.IsServedBy(_messages));
            _waiters.RemoveAll(served.Contains);
        }

        served.ForEach(waiter => waiter.Tell());
        return true;
    }

    /// <summary>Waits until so many messages that match are there at one time, and gives them.</summary>
    /// <exception cref="MockWaitException">They did not come in time.</exception>
    public async Task<IReadOnlyList<ReceivedMessage>> WaitAsync(
        int count, Func<ReceivedMessage, bool>? predicate, string wanted, TimeSpan timeout, bool purges,
        CancellationToken cancellationToken)
    {
        MockLimits.DemandBounded(timeout);
        var waiter = new Waiter(count, predicate, purges);
        lock (_lock)
        {
            if (waiter.IsServedBy(_messages))
                waiter.Tell();
            else
                _waiters.Add(waiter);
        }

        try
        {
            return await waiter.Served.WaitAsync(timeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            lock (_lock)
            {
                _waiters.Remove(waiter);
                if (waiter.Served.IsCompletedSuccessfully)
                    return waiter.Served.Result; // It came just as we gave up.
                throw new MockWaitException(Explain(wanted, timeout, predicate), [.. _messages]);
            }
        }
        finally
        {
            lock (_lock)
                _waiters.Remove(waiter);
        }
    }

    /// <summary>The server is gone: nothing will come any more, so nobody need wait on.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _waiters.ForEach(waiter => waiter.Fail(new MockWaitException(
                "The server was stopped while a test waited for mail.", [.. _messages])));
            _waiters.Clear();
        }
    }

    private string Explain(string wanted, TimeSpan timeout, Func<ReceivedMessage, bool>? predicate)
    {
        var text = new StringBuilder();
        text.Append(null, $"{wanted} did not come within {timeout.TotalSeconds:0.###} s. ");
        text.Append(_messages.Count switch
        {
            0 => "No message came at all.",
            1 => "One message is there:",
            var count => $"{count} messages are there:",
        });
        foreach (var message in _messages.TakeLast(ShownMessages))
        {
            var verdict = predicate is null ? "" : predicate(message) ? " (wanted)" : " (not wanted)";
            text.Append(null, $"\n  {message}{verdict}");
        }

        text.Append(_sessions.Count == 0 ? "\nNobody has connected." : $"\nSessions: {_sessions.Count}; the last ones:");
        foreach (var session in _sessions.TakeLast(ShownSessions))
            text.Append(null, $"\n  {session}");
        return text.ToString();
    }

    private sealed class Waiter(int count, Func<ReceivedMessage, bool>? predicate, bool purges)
    {
        private readonly TaskCompletionSource<IReadOnlyList<ReceivedMessage>> _served =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        private IReadOnlyList<ReceivedMessage> _found = [];

        public Task<IReadOnlyList<ReceivedMessage>> Served => _served.Task;

        /// <summary>Under the lock. A predicate that throws serves too: its exception is what the test gets.</summary>
        public bool IsServedBy(List<ReceivedMessage> messages)
        {
            IReadOnlyList<ReceivedMessage> found;
            try
            {
                found = predicate is null ? [.. messages] : [.. messages.Where(predicate)];
            }
            catch (Exception error)
            {
                Fail(error);
                return true;
            }

            if (found.Count < count)
                return false;
            _found = found;
            if (purges)
                messages.RemoveAll(found.Contains);
            return true;
        }

        public void Tell() => _served.TrySetResult(_found);

        public void Fail(Exception why) => _served.TrySetException(why);
    }

    private const int ShownMessages = 20;

    private const int ShownSessions = 5;
}
