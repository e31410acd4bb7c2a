using System.Buffers;
using System.Globalization;
using System.Text;

namespace Rockdove.Wire;

/// <summary>
/// Lines to text: the one place that knows how octets are written so that they are read back the same.
/// </summary>
internal static class TranscriptWriter
{
    /// <summary>The kinds whose unescaped stars are wildcards.</summary>
    public static bool MayHaveWildcards(TranscriptLineKind kind) =>
        kind is TranscriptLineKind.Client or TranscriptLineKind.Server or TranscriptLineKind.Question;

    /// <summary>The kinds that stand for octets on the wire or in a message, and so may do without CRLF.</summary>
    public static bool MayLackEnd(TranscriptLineKind kind) =>
        kind is TranscriptLineKind.Client or TranscriptLineKind.Server or TranscriptLineKind.Content;

    public static void Write(IBufferWriter<byte> output, TranscriptLine line)
    {
        switch (line.Kind)
        {
            case TranscriptLineKind.Blank:
                break;
            case TranscriptLineKind.Comment:
                output.Write("#"u8);
                output.Write(line.Octets.Span);
                break;
            case TranscriptLineKind.Directive:
                output.Write("! "u8);
                output.Write(Encoding.UTF8.GetBytes(line.Word));
                if (line.Octets.Length > 0)
                    output.Write(" "u8);
                Octets(output, line.Kind, line.Octets.Span, []);
                break;
            default:
                Write(output, line.Kind, line.Octets.Span, line.Wildcards.Span, line.EndsLine);
                return;
        }

        output.Write("\n"u8);
    }

    public static void Write(
        IBufferWriter<byte> output,
        TranscriptLineKind kind,
        ReadOnlySpan<byte> octets,
        ReadOnlySpan<int> wildcards,
        bool endsLine)
    {
        var marker = kind switch
        {
            TranscriptLineKind.Client => "C: "u8,
            TranscriptLineKind.Server => "S: "u8,
            TranscriptLineKind.Question => "?  "u8,
            TranscriptLineKind.Answer => "=  "u8,
            _ => ">  "u8,
        };
        output.Write(octets.IsEmpty && endsLine ? marker.TrimEnd((byte)' ') : marker);
        Octets(output, kind, octets, wildcards);
        output.Write(endsLine ? "\n"u8 : "\\\n"u8);
    }

    /// <summary>Text that can stand in a comment.</summary>
    public static byte[] PlainText(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            plain.Append(rune.Value == ' ' || IsPrintable(rune) ? rune.ToString() : "?");
        return Encoding.UTF8.GetBytes(plain.ToString());
    }

    private static void Octets(
        IBufferWriter<byte> output, TranscriptLineKind kind, ReadOnlySpan<byte> octets, ReadOnlySpan<int> wildcards)
    {
        var wildcard = 0;
        for (var i = 0; i < octets.Length;)
        {
            var length = 1;
            switch (octets[i])
            {
                case (byte)'*' when wildcard < wildcards.Length && wildcards[wildcard] == i:
                    output.Write("*"u8);
                    wildcard++;
                    break;
                case (byte)'*' when MayHaveWildcards(kind) && !IsLeadingStar(octets, i):
                    output.Write("\\*"u8);
                    break;
                case (byte)' ' when NeedsEscape(kind, octets, i, wildcards):
                    output.Write("\\x20"u8);
                    break;
                case (byte)'\r':
                    output.Write("\\r"u8);
                    break;
                case (byte)'\n':
                    output.Write("\\n"u8);
                    break;
                case (byte)'\t':
                    output.Write("\\t"u8);
                    break;
                case (byte)'\\':
                    output.Write("\\\\"u8);
                    break;
                case >= 0x20 and < 0x7F:
                    output.Write(octets.Slice(i, 1));
                    break;
                default:
                    length = NotAscii(output, octets[i..]);
                    break;
            }

            i += length;
        }
    }

    /// <summary>A star and a space at the start are read as themselves, if the space is written as one.</summary>
    private static bool IsLeadingStar(ReadOnlySpan<byte> octets, int index) =>
        index == 0 && octets is [_, (byte)' ', _, ..];

    /// <summary>
    /// A space at the end would be invisible; after a leading wildcard or before arguments it would be layout.
    /// </summary>
    private static bool NeedsEscape(
        TranscriptLineKind kind, ReadOnlySpan<byte> octets, int index, ReadOnlySpan<int> wildcards) =>
        index == octets.Length - 1
        || (index == 0 && kind == TranscriptLineKind.Directive)
        || (index == 1 && wildcards is [0, ..]);

    private static int NotAscii(IBufferWriter<byte> output, ReadOnlySpan<byte> octets)
    {
        if (Rune.DecodeFromUtf8(octets, out var rune, out var length) == OperationStatus.Done && IsPrintable(rune))
        {
            output.Write(octets[..length]);
            return length;
        }

        output.Write([(byte)'\\', (byte)'x', Hex[octets[0] >> 4], Hex[octets[0] & 15]]);
        return 1;
    }

    /// <summary>
    /// Letters, marks, digits, punctuation and symbols. Not spaces that look like others, and no character that turns
    /// the direction of writing or hides.
    /// </summary>
    private static bool IsPrintable(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is
            <= UnicodeCategory.OtherNumber
            or (>= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherSymbol);

    private static ReadOnlySpan<byte> Hex => "0123456789ABCDEF"u8;
}
