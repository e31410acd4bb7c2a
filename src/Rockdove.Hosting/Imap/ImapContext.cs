using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Rockdove.Imap;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>One IMAP connection as handlers and middleware see it. The same object for all its questions.</summary>
public sealed class ImapContext : IDisposable
{
    private readonly Link _link;
    private readonly ImapServerEngine _engine;
    private CancellationTokenSource _aborted = new();
    private volatile EngineDriver? _driver;
    private volatile bool _isOver;
    private volatile bool _hasNoted;

    internal ImapContext(ConnectionContext connection, Link link, ImapServerEngine engine)
    {
        _link = link;
        _engine = engine;
        Connection = connection;
    }

    public ConnectionContext Connection { get; }

    public ImapSession Session => _engine.Session;

    /// <summary>What the server speaks.</summary>
    public ImapProtocol Protocol => _engine.Protocol;

    /// <summary>The command that runs names messages by UID.</summary>
    public bool IsByUid => _engine.IsByUid;

    /// <summary>What is asked now.</summary>
    public ImapQuestion Question { get; internal set; } = null!;

    /// <summary>This session's picture of the selected mailbox; null when none is.</summary>
    public MailboxView? View => _engine.View;

    /// <summary>Where to say what there is to say before the answer.</summary>
    /// <exception cref="InvalidOperationException">No question is open.</exception>
    public ImapResponseWriter Responses => _engine.Data(_link.Output);

    /// <summary>
    /// What the handler keeps for this session; disposed with it. Only while a question is answered may it change.
    /// </summary>
    public IAsyncDisposable? State { get; set; }

    /// <summary>The answer to <see cref="SelectQuestion"/>.</summary>
    public OpenedMailbox? Opened { get; set; }

    /// <summary>The answer to <see cref="SearchQuestion"/>.</summary>
    public ImapFindings? Found { get; set; }

    /// <summary>The answer to <see cref="SortQuestion"/>.</summary>
    public ImapSorting? Sorted { get; set; }

    /// <summary>The answer to <see cref="ThreadQuestion"/>.</summary>
    public IReadOnlyList<MessageThread>? Threads { get; set; }

    /// <summary>The answer to <see cref="AppendQuestion"/>. Middleware may put another around it.</summary>
    public ImapSink? Sink { get; set; }

    /// <summary>The answer to <see cref="SecretQuestion"/>; null when there is no such account.</summary>
    public StoredSecret? Secret { get; set; }

    /// <summary>The TLS session, or null.</summary>
    public SslStream? Tls { get; internal set; }

    /// <summary>The protocol and cipher of TLS, as in <c>TLSv1.3 TLS_AES_256_GCM_SHA384</c>; null in clear.</summary>
    public string? TlsText => Tls is null ? null : _link.TlsText;

    /// <summary>Room for middleware to keep things between questions.</summary>
    public IDictionary<object, object?> Items => Connection.Items;

    /// <summary>The answer is no longer wanted: the connection is gone, or the answer took too long.</summary>
    public CancellationToken Aborted => Volatile.Read(ref _aborted).Token;

    /// <summary>
    /// The code of an OK to <see cref="StoreQuestion"/>: these had changed and stay as they are. Null for none.
    /// </summary>
    public string? Modified(MessageSet messages) => _engine.Modified(messages);

    /// <summary>
    /// Sends what was said so far if it is worth a packet, and waits while the client does not take it. Call it after
    /// each piece of a long answer: then no more than some tens of kilobytes of it are ever in memory, and the time
    /// that the client takes does not count as the handler's.
    /// </summary>
    /// <exception cref="ConnectionAbortedException">The client is gone, or does not read: let this through.</exception>
    public ValueTask SendAsync() => _driver is { } driver ? driver.SendAsync() : default;

    /// <summary>
    /// Tells a client that waits how far its command is, where INPROGRESS is offered (RFC 9585), and sends that. Once
    /// in ten seconds or so is enough.
    /// </summary>
    /// <param name="done">How much is done, by whatever measure; null where that is not known.</param>
    /// <param name="all">How much there is to do; null where that is not known.</param>
    /// <exception cref="ConnectionAbortedException">The client is gone, or does not read: let this through.</exception>
    public ValueTask TellProgressAsync(uint? done, uint? all) =>
        _engine.TellProgress(done, all, _link.Output) && _driver is { } driver ? driver.SendAllAsync() : default;

    /// <summary>
    /// The selected mailbox may have changed: the engine asks <see cref="SyncQuestion"/> as soon as the client may be
    /// told. From any thread, at any time, as often as one likes.
    /// </summary>
    public void NoteChange()
    {
        _hasNoted = true;
        _driver?.Knock(Signal.Changed);
    }

    /// <summary>Ends the connection as soon as the present call is done, without an answer to it.</summary>
    public void HangUp(HangUp how = Hosting.HangUp.Close) => _link.HangUp(how);

    /// <summary>
    /// Whether a change was noted since the last call: before an answer ends a command, so that what the command itself
    /// has done is told with it, and not whenever the driver reads next.
    /// </summary>
    internal bool TakeNote()
    {
        var hasNoted = _hasNoted;
        _hasNoted = false;
        return hasNoted;
    }

    /// <summary>The connection has taken one of the slots for compression.</summary>
    internal bool Compresses { get; set; }

    internal bool HasHungUp => _link.HangsUp != Hosting.HangUp.None;

    internal void DrivenBy(EngineDriver driver) => _driver = driver;

    void IDisposable.Dispose() => _aborted.Dispose();

    /// <summary>Cancels the present answer; from any thread.</summary>
    internal void Abort()
    {
        try
        {
            // Not Cancel: what a handler has registered must not run, and perhaps throw, on the timer's thread.
            _ = Volatile.Read(ref _aborted).CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The session was ending as the alarm rang.
        }
    }

    /// <summary>Cancels this answer and all that follow: the server is being stopped by force.</summary>
    internal void AbortForGood()
    {
        _isOver = true;
        Abort();
    }

    /// <summary>After an answer that took too long, the next one has its own time.</summary>
    internal void Renew()
    {
        if (!_isOver && _aborted.IsCancellationRequested)
            Volatile.Write(ref _aborted, new CancellationTokenSource());
    }
}
