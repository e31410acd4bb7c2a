using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>
/// Hides the secrets of an SMTP conversation: what follows the mechanism in AUTH, and every client line from an AUTH
/// command to the first reply that is not 334, so also lines that were sent ahead. It knows no more than the lines; in
/// doubt it hides.
/// </summary>
public sealed class SmtpRedactor : ITranscriptRedactor
{
    private bool _isInExchange;

    /// <summary>The client's next line belongs to a message.</summary>
    public bool IsInContent { get; private set; }

    public int VisibleOctets(ReadOnlySpan<byte> clientLine)
    {
        if (_isInExchange)
            return 0;
        if (IsInContent && clientLine.SequenceEqual("."u8))
            IsInContent = false;
        if (IsInContent && clientLine.IndexOf((byte)'\n') < 0)
            return Clip(clientLine.Length);

        // A server that is lenient takes a bare LF for the end of a command, so AUTH may stand in the middle.
        var start = 0;
        while (start < clientLine.Length)
        {
            if (IsAuth(clientLine[start..], out var visible))
            {
                _isInExchange = true;
                return start + visible;
            }

            var newline = clientLine[start..].IndexOf((byte)'\n');
            start = newline < 0 ? clientLine.Length : start + newline + 1;
        }

        return Clip(clientLine.Length);
    }

    public void OnServerLine(ReadOnlySpan<byte> serverLine)
    {
        if (serverLine.IsEmpty || !char.IsAsciiDigit((char)serverLine[0]))
            return;
        _isInExchange = serverLine.StartsWith("334"u8);
        IsInContent = serverLine.StartsWith("354"u8);
    }

    /// <summary>What comes after the piece that we see is hidden: there might be an AUTH in it.</summary>
    private static int Clip(int length) => Math.Min(length, TranscriptRecorder.PieceBytes - 1);

    /// <summary>AUTH, however it is spelt; shows it and the mechanism, if it is one.</summary>
    private static bool IsAuth(ReadOnlySpan<byte> line, out int visible)
    {
        visible = 0;
        var text = line.TrimStart(" \t"u8);
        if (text.Length < 4 || !Ascii.EqualsIgnoreCase(text[..4], "AUTH"u8)
            || (text.Length > 4 && char.IsAsciiLetterOrDigit((char)text[4])))
            return false;
        visible = line.Length - text.Length + 4;
        if (text.Length == 4)
            return true;
        var rest = text[5..];
        var length = rest.IndexOfAnyExcept(MechanismOctets);
        var mechanism = length < 0 ? rest : rest[..length];
        if (IsMechanism(mechanism))
            visible += 1 + mechanism.Length + (length < 0 ? 0 : 1);
        return true;
    }

    private static bool IsMechanism(ReadOnlySpan<byte> word)
    {
        foreach (var name in Mechanisms)
        {
            if (Ascii.EqualsIgnoreCase(word, name))
                return true;
        }

        return false;
    }

    private static readonly SearchValues<byte> MechanismOctets =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <summary>Ours and those that others speak: another word may be a password in the wrong place.</summary>
    private static readonly string[] Mechanisms =
    [
        .. SaslMechanisms.All.Select(mechanism => mechanism.Name),
        "DIGEST-MD5", "GSSAPI", "NTLM", "SCRAM-SHA-1", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-512",
    ];
}
