using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Rockdove.Pop3;

namespace Rockdove.Hosting;

/// <summary>One POP3 connection as handlers and middleware see it. The same object for all its questions.</summary>
public sealed class Pop3Context : IDisposable
{
    private readonly Link _link;
    private CancellationTokenSource _aborted = new();
    private volatile bool _isOver;

    internal Pop3Context(ConnectionContext connection, Link link, Pop3Session session)
    {
        _link = link;
        Connection = connection;
        Session = session;
    }

    public ConnectionContext Connection { get; }

    public Pop3Session Session { get; }

    /// <summary>What is asked now.</summary>
    public Pop3Question Question { get; internal set; } = null!;

    /// <summary>
    /// The answer to <see cref="MaildropQuestion"/>, by the handler; null before, and when it refuses.
    /// </summary>
    public OpenMaildrop? Maildrop { get; internal set; }

    /// <summary>The answer to <see cref="RetrieveQuestion"/>. Middleware may put another around it.</summary>
    public MessageSource? Source { get; set; }

    /// <summary>The answer to <see cref="Pop3SecretQuestion"/>; null when there is no such account.</summary>
    public Wire.StoredSecret? Secret { get; set; }

    /// <summary>The TLS session, or null.</summary>
    public SslStream? Tls { get; internal set; }

    /// <summary>The protocol and cipher of TLS, as in <c>TLSv1.3 TLS_AES_256_GCM_SHA384</c>; null in clear.</summary>
    public string? TlsText => Tls is null ? null : _link.TlsText;

    /// <summary>Room for middleware to keep things between questions.</summary>
    public IDictionary<object, object?> Items => Connection.Items;

    /// <summary>The answer is no longer wanted: the connection is gone, or the answer took too long.</summary>
    public CancellationToken Aborted => Volatile.Read(ref _aborted).Token;

    /// <summary>Ends the connection as soon as the present call is done, without an answer to it.</summary>
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
