using System.Net.Security;
using Microsoft.Extensions.Logging;

namespace Rockdove.Hosting;

/// <summary>Tells a delegate what is said in one connection, a line each, secrets hidden.</summary>
internal sealed class LineHook(Action<SmtpContext, Speaker, string> tell, bool withContent, ILogger log) : ILinkTap
{
    private readonly SpokenLines _lines = SpokenLines.OfSmtp();
    private bool _hasFailed;

    /// <summary>Known once the connection has been asked about, which is before the first line.</summary>
    public SmtpContext? Context { get; set; }

    public void OnInput(ReadOnlySpan<byte> octets)
    {
        while (_lines.TryTakeClient(ref octets, withContent, out _, out var line))
            Tell(Speaker.Client, line);
    }

    public void OnOutput(ReadOnlySpan<byte> octets)
    {
        while (_lines.TryTakeServer(ref octets, withContent, out _, out var line))
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
            SmtpLog.WatcherFailed(log, error, Context.Connection.ConnectionId, "OnLine");
        }
    }
}
