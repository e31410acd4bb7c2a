using System.Collections.Concurrent;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Testing;

/// <summary>
/// Which of a protocol's known replies some transcript has produced. A reply that no transcript ever produced is a
/// branch of the engine that no test has seen. Thread-safe.
/// </summary>
/// <remarks>
/// Tests run in any order, so a test that reports plays the transcripts itself, with a collector of its own, or it
/// reports on what happened to run before.
/// </remarks>
public sealed class ReplyCoverage
{
    private static readonly ConcurrentDictionary<string, ReplyCoverage> Protocols = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, TranscriptLine> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> _produced = new(StringComparer.Ordinal);

    /// <summary>The process's collector for a protocol, by name.</summary>
    public static ReplyCoverage Of(string protocol) => Protocols.GetOrAdd(protocol, _ => new ReplyCoverage());

    /// <summary>
    /// Registers a reply that the engine can write: the text of an <c>S:</c> line, so <c>*</c> stands for what varies.
    /// </summary>
    /// <exception cref="TranscriptException">The template is not the text of a server line.</exception>
    public void Know(string template) =>
        _known.TryAdd(template, Transcript.Parse("(reply)", "S: " + template).Lines[0]);

    /// <summary>A transcript made the engine write this line (without CRLF).</summary>
    public void Produced(ReadOnlySpan<byte> line)
    {
        // Bounded, since a test may make an engine count: past the bound only known replies matter, and few are new.
        if (_produced.Count < MaxLines)
            _produced.TryAdd(Encoding.Latin1.GetString(line), line.ToArray());
    }

    /// <summary>Known replies that were never produced, in order.</summary>
    public IReadOnlyList<string> NeverProduced() =>
        [.. _known
            .Where(known => !_produced.Values.Any(line => known.Value.Matches(line)))
            .Select(known => known.Key)
            .Order(StringComparer.Ordinal)];

    /// <summary>Lines that were produced and match no known reply, in order: the register has a gap.</summary>
    public IReadOnlyList<string> NotKnown() =>
        [.. _produced.Values
            .Where(line => !_known.Values.Any(known => known.Matches(line)))
            .Select(line => TranscriptLine.Literal(TranscriptLineKind.Server, line).ToString())
            .Order(StringComparer.Ordinal)];

    /// <summary>Both lists, to be read by people; empty when both are.</summary>
    public string Report()
    {
        var report = new StringBuilder();
        foreach (var template in NeverProduced())
            report.Append("no transcript produces  S: ").Append(template).Append('\n');
        foreach (var line in NotKnown())
            report.Append("no register has         ").Append(line).Append('\n');
        return report.ToString();
    }

    private const int MaxLines = 20_000;
}
