using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>One SMTP connection as handlers and middleware see it. The same object for all its questions.</summary>
public sealed class SmtpContext : IDisposable
{
    private CancellationTokenSource _aborted = new();
    private volatile bool _isOver;

    private readonly Link _link;

    internal SmtpContext(ConnectionContext connection, Link link, SmtpSession session, bool isLmtp)
    {
        _link = link;
        IsLmtp = isLmtp;
        Connection = connection;
        Session = session;
    }

    public ConnectionContext Connection { get; }

    public SmtpSession Session { get; }

    /// <summary>The endpoint speaks LMTP: a message is answered once for each recipient.</summary>
    public bool IsLmtp { get; }

    /// <summary>What is asked now.</summary>
    public SmtpQuestion Question { get; internal set; } = null!;

    /// <summary>
    /// Where the message goes: set in answer to <see cref="DataQuestion"/>, by the handler. Middleware may put another
    /// around it.
    /// </summary>
    public MessageSink? Sink { get; set; }

    /// <summary>The answer to <see cref="SecretQuestion"/>; null when there is no such account.</summary>
    public StoredSecret? Secret { get; set; }

    /// <summary>
    /// In LMTP, the answers to <see cref="MessageQuestion"/>, one a recipient; null repeats the one reply.
    /// </summary>
    public IReadOnlyList<SmtpReply>? RecipientReplies { get; set; }

    /// <summary>The TLS session, or null.</summary>
    public SslStream? Tls { get; internal set; }

    /// <summary>The protocol and cipher of TLS, as in <c>TLSv1.3 TLS_AES_256_GCM_SHA384</c>; null in clear.</summary>
    public string? TlsText => Tls is null ? null : _link.TlsText;

    /// <summary>Room for middleware to keep things between questions.</summary>
    public IDictionary<object, object?> Items => Connection.Items;

    /// <summary>The answer is no longer wanted: the connection is gone, or the answer took too long.</summary>
    public CancellationToken Aborted => Volatile.Read(ref _aborted).Token;

    /// <summary>
    /// Ends the connection as soon as the present call is done, without an answer to it: what a broken server does, and
    /// a server that has had enough. A reply that should still be sent is returned with
    /// <see cref="SmtpReply.AndClose"/>.
    /// </summary>
    public void HangUp(HangUp how = Hosting.HangUp.Close) => _link.HangUp(how);

    internal bool HasHungUp => _link.HangsUp != Hosting.HangUp.None;

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
