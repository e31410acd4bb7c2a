using System.Text;
using Rockdove.Wire;

namespace Rockdove.Imap;

/// <summary>
/// Hides the secrets of an IMAP conversation: what follows LOGIN, and what follows the mechanism of AUTHENTICATE, in
/// that line and in all client lines up to the reply to it, so also literals and lines that were sent ahead. It knows
/// no more than the lines; in doubt it hides.
/// </summary>
public sealed class ImapRedactor : ITranscriptRedactor
{
    private byte[]? _tag;

    public int VisibleOctets(ReadOnlySpan<byte> clientLine)
    {
        if (_tag is not null)
            return 0;

        // A server that is lenient takes a bare LF for the end of a command, so a LOGIN may stand in the middle.
        var start = 0;
        while (start < clientLine.Length)
        {
            if (HasSecret(clientLine[start..], out var visible))
                return start + visible;
            var newline = clientLine[start..].IndexOf((byte)'\n');
            start = newline < 0 ? clientLine.Length : start + newline + 1;
        }

        // What comes after the piece that we see is hidden: there might be a LOGIN in it.
        return Math.Min(clientLine.Length, TranscriptRecorder.PieceBytes - 1);
    }

    public void OnServerLine(ReadOnlySpan<byte> serverLine)
    {
        if (_tag is { } tag && (serverLine.StartsWith("* BYE"u8)
            || (tag.Length == 0 ? serverLine.StartsWith("* BAD"u8) : IsTagged(serverLine, tag))))
            _tag = null;
    }

    /// <summary>A command that carries a secret; shows its tag, its name, and a mechanism that we know.</summary>
    private bool HasSecret(ReadOnlySpan<byte> line, out int visible)
    {
        visible = 0;
        var text = line.TrimStart(" \t"u8);
        var tag = Word(text);
        var rest = text[tag.Length..].TrimStart(" \t"u8);
        var name = Word(rest);
        var isLogin = Ascii.EqualsIgnoreCase(name, "LOGIN"u8);
        if (!isLogin && !Ascii.EqualsIgnoreCase(name, "AUTHENTICATE"u8))
            return false;
        // A tag that is none is answered without it.
        _tag = tag.ContainsAnyExcept(ImapCharacters.Tag) ? [] : tag.ToArray();
        var arguments = rest[name.Length..];
        visible = line.Length - arguments.Length;
        var mechanism = Word(arguments.TrimStart((byte)' '));
        if (!isLogin && arguments.Length > 0 && IsMechanism(mechanism))
            visible += arguments.Length - arguments.TrimStart((byte)' ').Length + mechanism.Length;
        return true;
    }

    private static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> text)
    {
        var length = text.IndexOfAny(" \t\n"u8);
        return length < 0 ? text : text[..length];
    }

    private static bool IsTagged(ReadOnlySpan<byte> line, ReadOnlySpan<byte> tag) =>
        line.Length > tag.Length && line.StartsWith(tag) && line[tag.Length] == ' ';

    private static bool IsMechanism(ReadOnlySpan<byte> word)
    {
        foreach (var name in Mechanisms)
        {
            if (Ascii.EqualsIgnoreCase(word, name))
                return true;
        }

        return false;
    }

    /// <summary>Ours and those that others speak: another word may be a password in the wrong place.</summary>
    private static readonly string[] Mechanisms =
    [
        .. SaslMechanisms.All.Select(mechanism => mechanism.Name),
        "DIGEST-MD5", "GSSAPI", "NTLM", "SCRAM-SHA-1", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-512",
    ];
}
