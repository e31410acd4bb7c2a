using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Rockdove.Hosting;

/// <summary>Tells a delegate what is said in one connection, a line each, secrets hidden.</summary>
internal sealed class LineHook<TContext>(
    ISpokenLines lines, Action<TContext, Speaker, string> tell, bool withContent, string connection, ILogger log)
    : ILinkTap where TContext : class
{
    private bool _hasFailed;

    /// <summary>Known once the connection has been asked about, which is before the first line.</summary>
    public TContext? Context { get; set; }

    public void OnInput(ReadOnlySpan<byte> octets)
    {
        while (lines.TryTakeClient(ref octets, withContent, out _, out var line))
            Tell(Speaker.Client, line);
    }

    public void OnOutput(ReadOnlySpan<byte> octets)
    {
        while (lines.TryTakeServer(ref octets, withContent, out _, out var line))
            Tell(Speaker.Server, line);
    }

    public void OnTls(SslStream tls)
    {
        // The lines go on in clear.
    }

    public void OnEnd()
    {
        // What was begun and not ended is not told: it may be the beginning of a secret.
    }

    private void Tell(Speaker speaker, string line)
    {
        if (_hasFailed || Context is null)
            return;
        try
        {
            tell(Context, speaker, line);
        }
        catch (Exception error)
        {
            _hasFailed = true; // A tap must not throw: the line is on its way.
            SessionLog.WatcherFailed(log, error, connection, "OnLine");
        }
    }
}

/// <summary>Gives each connection of one endpoint a hook, and each hook its context.</summary>
internal sealed class LineHooks<TContext>(
    Func<ISpokenLines> begin, Action<TContext, Speaker, string> tell, bool withContent, ILogger log)
    where TContext : class
{
    public ILinkTap Begin(ConnectionContext connection)
    {
        var hook = new LineHook<TContext>(begin(), tell, withContent, connection.ConnectionId, log);
        connection.Items[this] = hook;
        return hook;
    }

    /// <summary>The connection is being asked about.</summary>
    public void Introduce(TContext context, ConnectionContext connection)
    {
        if (connection.Items.TryGetValue(this, out var hook))
            ((LineHook<TContext>)hook!).Context = context;
    }
}
