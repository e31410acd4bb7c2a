using System.Buffers;
using System.Text;

namespace Rockdove.Wire;

/// <summary>One line of a <see cref="Transcript"/>, with its escapes resolved.</summary>
/// <remarks>Two lines are equal when they say the same; where they stand in a file does not count.</remarks>
public sealed class TranscriptLine : IEquatable<TranscriptLine>
{
    private readonly byte[] _octets;
    private readonly int[] _wildcards;

    internal TranscriptLine(
        TranscriptLineKind kind, byte[] octets, int[] wildcards, bool endsLine, string word = "", int number = 0)
    {
        Kind = kind;
        _octets = octets;
        _wildcards = wildcards;
        EndsLine = endsLine;
        Word = word;
        Number = number;
    }

    public TranscriptLineKind Kind { get; }

    /// <summary>The octets that the line stands for, without its CRLF; of a directive, the arguments.</summary>
    public ReadOnlyMemory<byte> Octets => _octets;

    /// <summary>
    /// Where in <see cref="Octets"/> a <c>*</c> stands for any run of octets, ascending. Client, server and question
    /// lines have them; whoever sends the line instead of matching it sends a star.
    /// </summary>
    public ReadOnlyMemory<int> Wildcards => _wildcards;

    /// <summary>
    /// True when CRLF follows (client, server and content lines); a trailing backslash says it does not.
    /// </summary>
    public bool EndsLine { get; }

    /// <summary>Of a directive, its first word; otherwise empty.</summary>
    public string Word { get; }

    /// <summary>The line in the file, counted from 1; 0 when the line was not read from a file.</summary>
    public int Number { get; }

    /// <summary><see cref="Octets"/> as UTF-8; octets that are not UTF-8 show as U+FFFD.</summary>
    public string Text => Encoding.UTF8.GetString(_octets);

    /// <summary>A line whose stars are stars.</summary>
    /// <exception cref="ArgumentException">The kind is not one that carries octets.</exception>
    public static TranscriptLine Literal(TranscriptLineKind kind, ReadOnlySpan<byte> octets, bool endsLine = true)
    {
        if (kind < TranscriptLineKind.Client)
            throw new ArgumentException("A client, server, question, answer or content line.", nameof(kind));

        return new(kind, octets.ToArray(), [], endsLine || !TranscriptWriter.MayLackEnd(kind));
    }

    /// <summary>A directive.</summary>
    /// <exception cref="ArgumentException">The word is not lower-case letters, digits and hyphens.</exception>
    public static TranscriptLine Directive(string word, string arguments = "")
    {
        if (!IsWord(word))
            throw new ArgumentException("Lower-case letters, digits and hyphens, a letter first.", nameof(word));

        return new(TranscriptLineKind.Directive, Encoding.UTF8.GetBytes(arguments), [], true, word);
    }

    /// <summary>A comment. What cannot stand in one line of text is shown as <c>?</c>.</summary>
    public static TranscriptLine Comment(string text) =>
        new(TranscriptLineKind.Comment, TranscriptWriter.PlainText((" " + text).TrimEnd(' ')), [], true);

    public static TranscriptLine Blank() => new(TranscriptLineKind.Blank, [], [], true);

    /// <summary>True when these octets are what the line says, with its wildcards.</summary>
    public bool Matches(ReadOnlySpan<byte> octets) => TranscriptPattern.Matches(_octets, _wildcards, octets);

    /// <summary>
    /// The wire's lines that it stands for: itself, or several when a CRLF was written with escapes. Only the last one
    /// may be without CRLF.
    /// </summary>
    public IReadOnlyList<TranscriptLine> SplitAtCrlf()
    {
        var parts = new List<TranscriptLine>();
        var from = 0;
        for (int end; (end = _octets.AsSpan(from).IndexOf("\r\n"u8)) >= 0; from += end + 2)
            parts.Add(Part(from, from + end, true));
        if (from < _octets.Length || EndsLine)
            parts.Add(from == 0 ? this : Part(from, _octets.Length, EndsLine));
        return parts;
    }

    public bool Equals(TranscriptLine? other) =>
        other is not null
        && Kind == other.Kind
        && EndsLine == other.EndsLine
        && Word == other.Word
        && _octets.AsSpan().SequenceEqual(other._octets)
        && _wildcards.AsSpan().SequenceEqual(other._wildcards);

    public override bool Equals(object? obj) => Equals(obj as TranscriptLine);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Kind);
        hash.AddBytes(_octets);
        return hash.ToHashCode();
    }

    /// <summary>The line as it stands in a file, without the line's end.</summary>
    public override string ToString()
    {
        var text = new ArrayBufferWriter<byte>();
        TranscriptWriter.Write(text, this);
        return Encoding.UTF8.GetString(text.WrittenSpan[..^1]);
    }

    private TranscriptLine Part(int from, int to, bool endsLine) =>
        new(Kind, _octets[from..to], [.. _wildcards.Where(w => w >= from && w < to).Select(w => w - from)], endsLine,
            number: Number);

    internal static bool IsWord(ReadOnlySpan<char> word) =>
        word.Length > 0 && char.IsAsciiLetterLower(word[0]) && !word.ContainsAnyExcept(WordCharacters);

    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
}
