using System.Buffers;
using System.Text;

namespace Rockdove.Wire;

/// <summary>
/// One conversation as text: what a client and a server said, and what was asked and handed out on the way. Tests,
/// mock scripts, probes and recordings share this language; its grammar is in <c>docs/transcripts.md</c>.
/// </summary>
public sealed class Transcript(string path, IReadOnlyList<TranscriptLine> lines) : IEquatable<Transcript>
{
    /// <summary>Where it came from, for messages.</summary>
    public string Path { get; } = path;

    public IReadOnlyList<TranscriptLine> Lines { get; } = lines;

    /// <summary>Reads a transcript.</summary>
    /// <exception cref="TranscriptException">The text has errors; the exception holds all of them.</exception>
    public static Transcript Parse(string path, ReadOnlySpan<byte> text) =>
        TryParse(path, text, out var errors) ?? throw new TranscriptException(errors);

    /// <inheritdoc cref="Parse(string, ReadOnlySpan{byte})"/>
    public static Transcript Parse(string path, string text) => Parse(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Reads a transcript; null when there are errors, one for each line that has any.</summary>
    public static Transcript? TryParse(
        string path, ReadOnlySpan<byte> text, out IReadOnlyList<TranscriptError> errors)
    {
        var parser = new TranscriptParser(path);
        parser.Parse(text);
        errors = parser.Errors;
        return errors.Count == 0 ? new Transcript(path, parser.Lines) : null;
    }

    /// <summary>
    /// Prints it in the form that <see cref="Parse(string, ReadOnlySpan{byte})"/> reads back as an equal one.
    /// </summary>
    public void Write(IBufferWriter<byte> output)
    {
        foreach (var line in Lines)
            TranscriptWriter.Write(output, line);
    }

    /// <summary>True when the lines are equal; the paths do not count.</summary>
    public bool Equals(Transcript? other) => other is not null && Lines.SequenceEqual(other.Lines);

    public override bool Equals(object? obj) => Equals(obj as Transcript);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var line in Lines)
            hash.Add(line);
        return hash.ToHashCode();
    }

    public override string ToString()
    {
        var text = new ArrayBufferWriter<byte>();
        Write(text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
