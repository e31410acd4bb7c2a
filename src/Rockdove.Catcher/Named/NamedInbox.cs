using System.Net;
using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>
/// An inbox that somebody has asked for, a test mostly. It ends when it is deleted, or when nobody has used it for some
/// time.
/// </summary>
public sealed class NamedInbox
{
    private readonly TimeProvider _time;
    private readonly IInboxPort? _port;
    private readonly Lock _lock = new();
    private DateTimeOffset _usedAt;
    private int _users;

    internal NamedInbox(
        string name, string owner, MailboxId mailbox, NewInbox wanted, IInboxPort? port, TimeProvider time)
    {
        Name = name;
        Owner = owner;
        Mailbox = mailbox;
        Binding = wanted.Binding ?? (port is null ? InboxBinding.Of(name) : new InboxBinding());
        KeptUnused = wanted.KeptUnused;
        Retention = wanted.Retention;
        _port = port;
        _time = time;
        CreatedAt = _usedAt = time.GetUtcNow();
    }

    /// <summary>In small letters.</summary>
    public string Name { get; }

    /// <summary>Where its messages lie, beside the mailbox of all.</summary>
    public MailboxId Mailbox { get; }

    /// <summary>What belongs to it, besides what comes by its port.</summary>
    public InboxBinding Binding { get; }

    /// <summary>Where its own port is; null if it has none.</summary>
    public IPEndPoint? EndPoint => _port?.EndPoint;

    /// <summary>How long it stays when nobody asks for it and nothing comes.</summary>
    public TimeSpan KeptUnused { get; }

    /// <summary>How much of what comes it keeps.</summary>
    public InboxRetention Retention { get; }

    public DateTimeOffset CreatedAt { get; }

    /// <summary>When it ends if nobody uses it.</summary>
    public DateTimeOffset ExpiresAt
    {
        get
        {
            lock (_lock)
                return (_users > 0 ? _time.GetUtcNow() : _usedAt) + KeptUnused;
        }
    }

    /// <summary>From here until it is disposed somebody uses the inbox, and it does not end by itself.</summary>
    public IDisposable Use() => new Using(this);

    /// <summary>Nobody brings it anything by its port any more, and the port is free for others.</summary>
    internal ValueTask ClosePortAsync() => _port?.CloseAsync() ?? default;

    /// <summary>Whose its mailbox is in the store.</summary>
    internal string Owner { get; }

    /// <summary>Nobody uses it, nor has for as long as it is kept.</summary>
    internal bool IsOver => ExpiresAt <= _time.GetUtcNow();

    private void Enter()
    {
        lock (_lock)
            _users++;
    }

    private void Leave()
    {
        lock (_lock)
        {
            _users--;
            _usedAt = _time.GetUtcNow();
        }
    }

    private sealed class Using : IDisposable
    {
        private NamedInbox? _inbox;

        public Using(NamedInbox inbox)
        {
            _inbox = inbox;
            inbox.Enter();
        }

        public void Dispose() => Interlocked.Exchange(ref _inbox, null)?.Leave();
    }
}
