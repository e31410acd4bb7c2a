using System.Text;
using Rockdove.Wire;

namespace Rockdove.Pop3;

/// <summary>
/// Hides the secrets of a POP3 conversation: what follows PASS, the digest of APOP, what follows the mechanism in AUTH,
/// and every client line from an AUTH command to the first reply that is no challenge, so also lines that were sent
/// ahead. It knows no more than the lines; in doubt it hides.
/// </summary>
public sealed class Pop3Redactor : ITranscriptRedactor
{
    private readonly Queue<Shape> _due = new([Shape.Line]); // The greeting answers nothing.
    private Shape _answer;
    private bool _isInExchange;

    /// <summary>The server's next line belongs to a message.</summary>
    public bool IsInContent => _answer == Shape.Message;

    public int VisibleOctets(ReadOnlySpan<byte> clientLine)
    {
        if (_isInExchange)
            return 0;
        if (_due.Count < MostDue)
            _due.Enqueue(ShapeOfAnswer(clientLine));

        // A server that is lenient takes a bare LF for the end of a command, so PASS may stand in the middle.
        var start = 0;
        while (start < clientLine.Length)
        {
            if (IsSecret(clientLine[start..], out var visible))
                return start + visible;
            var newline = clientLine[start..].IndexOf((byte)'\n');
            start = newline < 0 ? clientLine.Length : start + newline + 1;
        }

        // What comes after the piece that we see is hidden: there might be a PASS in it.
        return Math.Min(clientLine.Length, TranscriptRecorder.PieceBytes - 1);
    }

    public void OnServerLine(ReadOnlySpan<byte> serverLine)
    {
        if (_answer != Shape.Line)
        {
            if (serverLine.SequenceEqual("."u8))
                _answer = Shape.Line;
            return;
        }

        var isPositive = serverLine.StartsWith("+OK"u8);
        if (!isPositive && !serverLine.StartsWith("-ERR"u8))
            return;
        _isInExchange = false;
        _due.TryDequeue(out var shape);
        _answer = isPositive ? shape : Shape.Line;
    }

    private static Shape ShapeOfAnswer(ReadOnlySpan<byte> line)
    {
        if (Is(line, "RETR"u8) || line.Length >= 4 && Ascii.EqualsIgnoreCase(line[..4], "TOP "u8))
            return Shape.Message;
        var isAlone = line.TrimEnd(" \t"u8).Length == 4;
        return isAlone && (Is(line, "LIST"u8) || Is(line, "UIDL"u8) || Is(line, "CAPA"u8) || Is(line, "LANG"u8))
            ? Shape.Lines
            : Shape.Line;
    }

    private bool IsSecret(ReadOnlySpan<byte> line, out int visible)
    {
        var text = line.TrimStart(" \t"u8);
        visible = line.Length - text.Length;
        if (Is(text, "AUTH"u8))
        {
            _isInExchange = true;
            visible += Math.Min(text.Length, 5);
            if (text.Length > 5)
                visible += MechanismOctets(text[5..]);
            return true;
        }

        if (!Is(text, "PASS"u8) && !Is(text, "APOP"u8))
            return false;
        visible += Math.Min(text.Length, 5);
        return true;
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.Length >= 4 && Ascii.EqualsIgnoreCase(text[..4], word)
        && (text.Length == 4 || !char.IsAsciiLetterOrDigit((char)text[4]));

    /// <summary>The mechanism and a space behind it, if it is one: another word may be a password.</summary>
    private static int MechanismOctets(ReadOnlySpan<byte> rest)
    {
        var space = rest.IndexOf((byte)' ');
        var word = space < 0 ? rest : rest[..space];
        foreach (var mechanism in SaslMechanisms.All)
        {
            if (Ascii.EqualsIgnoreCase(word, mechanism.Name))
                return space < 0 ? word.Length : word.Length + 1;
        }

        return 0;
    }

    /// <summary>What the answer to a command looks like, if it is yes.</summary>
    private enum Shape : byte
    {
        Line,
        Lines,
        Message,
    }

    /// <summary>Commands that were sent ahead and are remembered; a peer that sends more makes us guess.</summary>
    private const int MostDue = 10_000;
}
