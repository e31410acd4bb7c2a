using System.Text;

namespace Rockdove.Mock;

/// <summary>The messages and sessions of one server, and those who wait for some. Thread-safe; nothing polls.</summary>
internal sealed class Mailroom(MockLimits limits)
{
    private readonly Lock _lock = new();
    private readonly List<ReceivedMessage> _messages = [];
    private readonly List<MockSession> _sessions = [];
    private readonly List<MailWaiter> _waiters = [];
    private long _contentBytes;
    private int _lastMessage;
    private int _lastSession;
    private bool _isClosed;

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
            Remove(all);
            return all;
        }
    }

    /// <summary>
    /// Numbers a session and shows it; of those that have ended, the oldest go when there are too many.
    /// </summary>
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

    /// <summary>Null when the message is kept; otherwise which limit leaves no room for it.</summary>
    public string? TryAdd(ReceivedMessage message)
    {
        lock (_lock)
        {
            if (_messages.Count >= limits.Messages)
                return $"{limits.Messages} messages";
            if (_contentBytes + message.Content.Length > limits.ContentBytes)
                return $"{limits.ContentBytes} octets";
            message.Number = ++_lastMessage;
            _messages.Add(message);
            _contentBytes += message.Content.Length;
            message.Session.Add(message);
            foreach (var waiter in _waiters.ToArray())
            {
                if (_messages.Count > 0 && _messages[^1] == message) // An earlier one may have taken it out.
                    waiter.Offer(message);
                Serve(waiter);
            }
        }

        return null;
    }

    /// <summary>Waits until so many messages that match are there at one time, and gives them.</summary>
    /// <exception cref="MockWaitException">They did not come in time.</exception>
    public async Task<IReadOnlyList<ReceivedMessage>> WaitAsync(
        int count, Func<ReceivedMessage, bool>? predicate, string wanted, TimeSpan timeout, bool purges,
        CancellationToken cancellationToken)
    {
        MockLimits.DemandBounded(timeout);
        var waiter = new MailWaiter(count, predicate, wanted, purges);
        lock (_lock)
        {
            _messages.ForEach(waiter.Offer);
            _waiters.Add(waiter);
            Serve(waiter);
            if (_isClosed)
                Fail(waiter, Stopped);
        }

        try
        {
            // The system's clock: nobody moves another one while a test waits.
            return await waiter.Served.WaitAsync(timeout, cancellationToken);
        }
        catch (Exception given) when (given is TimeoutException or OperationCanceledException)
        {
            lock (_lock)
            {
                if (given is TimeoutException)
                    Fail(waiter, string.Create(null, $"within {timeout.TotalSeconds:0.###} s"));
                _waiters.Remove(waiter);
            }

            if (waiter.Served.IsCompleted)
                return await waiter.Served; // It came just as we gave up, and has perhaps been purged for us.
            throw;
        }
    }

    /// <summary>Everything that is there, for people.</summary>
    public string Report()
    {
        lock (_lock)
        {
            var text = new StringBuilder($"Messages: {_messages.Count}");
            _messages.ForEach(message => text.Append(null, $"\n  {message}"));
            foreach (var session in _sessions)
            {
                text.Append(null, $"\n\nSession {session.Number}{(session.HasEnded ? "" : ", still open")}:\n");
                text.Append(session.Transcript.ToString().TrimEnd('\n'));
                if (session.Mismatch is { } mismatch)
                    text.Append(null, $"\n# {mismatch}");
            }

            return text.Append('\n').ToString();
        }
    }

    /// <summary>The server is gone: nothing will come any more, so nobody need wait on.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            foreach (var waiter in _waiters.ToArray())
                Fail(waiter, Stopped);
        }
    }

    private void Serve(MailWaiter waiter)
    {
        if (!waiter.TryServe())
            return;
        _waiters.Remove(waiter);
        if (waiter is { Purges: true, Served.IsCompletedSuccessfully: true })
            Remove(waiter.Found);
    }

    private void Fail(MailWaiter waiter, string when)
    {
        if (waiter.Served.IsCompleted)
            return;
        _waiters.Remove(waiter);
        waiter.Fail(new MockWaitException($"{waiter.Wanted} did not come {when}. {WhatCame(waiter)}", [.. _messages]));
    }

    private void Remove(IReadOnlyList<ReceivedMessage> messages)
    {
        var gone = messages.ToHashSet();
        _messages.RemoveAll(gone.Contains);
        _contentBytes -= messages.Sum(message => (long)message.Content.Length);
        _waiters.ForEach(waiter => waiter.Forget(gone));
    }

    private string WhatCame(MailWaiter waiter)
    {
        var text = new StringBuilder();
        text.Append(_messages.Count switch
        {
            0 => "No message came at all.",
            1 => "One message is there:",
            var count => $"{count} messages are there{(count > ShownMessages ? $", the last {ShownMessages}" : "")}:",
        });
        foreach (var message in _messages.TakeLast(ShownMessages))
        {
            var verdict = waiter.Predicate is null ? ""
                : waiter.Found.Contains(message) ? " (wanted)"
                : " (not wanted)";
            text.Append(null, $"\n  {message}{verdict}");
        }

        text.Append(_sessions.Count == 0
            ? "\nNobody has connected."
            : $"\nSessions: {_sessions.Count}; the last ones:");
        foreach (var session in _sessions.TakeLast(ShownSessions))
            text.Append(null, $"\n  {session}");
        return text.ToString();
    }

    private const string Stopped = "before the server was stopped";

    private const int ShownMessages = 20;

    private const int ShownSessions = 5;
}
