using System.Text;
using Rockdove.Pop3;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>The lines of a session whose messages are lines, as in SMTP and POP3.</summary>
internal sealed class SpokenLines : ISpokenLines
{
    private readonly ITranscriptRedactor _redactor;
    private readonly Func<bool> _clientSendsContent;
    private readonly Func<bool> _serverSendsContent;
    private readonly LineGatherer _client = new();
    private readonly LineGatherer _server = new();

    private SpokenLines(ITranscriptRedactor redactor, Func<bool> clientSendsContent, Func<bool> serverSendsContent)
    {
        _redactor = redactor;
        _clientSendsContent = clientSendsContent;
        _serverSendsContent = serverSendsContent;
    }

    /// <summary>Of an SMTP session, where messages come from the client.</summary>
    public static SpokenLines OfSmtp()
    {
        var redactor = new SmtpRedactor();
        return new SpokenLines(redactor, () => redactor.IsInContent, static () => false);
    }

    /// <summary>Of a POP3 session, where messages come from the server.</summary>
    public static SpokenLines OfPop3()
    {
        var redactor = new Pop3Redactor();
        return new SpokenLines(redactor, static () => false, () => redactor.IsInContent);
    }

    public bool TryTakeClient(ref ReadOnlySpan<byte> octets, bool withContent, out bool isContent, out string line)
    {
        while (_client.TryTake(ref octets, out var raw))
        {
            isContent = _clientSendsContent();
            var visible = _redactor.VisibleOctets(raw);
            if (isContent && !withContent)
                continue;
            line = Text(raw[..visible]) + (visible < raw.Length ? "***" : "");
            return true;
        }

        (isContent, line) = (false, "");
        return false;
    }

    public bool TryTakeServer(
        ref ReadOnlySpan<byte> octets, bool withContent, out bool isContent, out string line)
    {
        while (_server.TryTake(ref octets, out var raw))
        {
            isContent = _serverSendsContent();
            _redactor.OnServerLine(raw);
            if (isContent && !withContent)
                continue;
            line = Text(raw);
            return true;
        }

        (isContent, line) = (false, "");
        return false;
    }

    /// <summary>Octets as a person may read them.</summary>
    public static string Text(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(octets.Length);
        foreach (var octet in octets)
        {
            if (octet is >= 0x20 and < 0x7F and not (byte)'\\')
                text.Append((char)octet);
            else
                text.Append("\\x").Append(octet.ToString("X2", provider: null));
        }

        return text.ToString();
    }
}
