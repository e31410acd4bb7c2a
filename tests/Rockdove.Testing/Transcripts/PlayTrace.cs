using System.Text;
using Rockdove.Wire;

namespace Rockdove.Testing;

/// <summary>
/// All that an engine did in one play, with no mark of how its input was cut: neighbouring output is one event, and so
/// is neighbouring content.
/// </summary>
internal sealed class PlayTrace
{
    private readonly List<(string Kind, List<byte> Octets)> _events = [];

    public void Output(ReadOnlySpan<byte> octets) => Add("output", octets, joins: true);

    public void Content(ReadOnlySpan<byte> octets) => Add("content", octets, joins: true);

    public void Question(string description) => Add("question", Encoding.UTF8.GetBytes(description), joins: false);

    public void Step(StepKind kind, TimeSpan? time = null) =>
        Add("step", Encoding.UTF8.GetBytes(ExpectedStep.Show(kind, time)), joins: false);

    /// <summary>Where the two first differ, as transcript lines; null when they are the same.</summary>
    public (string Here, string There)? DifferenceFrom(PlayTrace other)
    {
        var here = Show();
        var there = other.Show();
        var same = 0;
        while (same < here.Count && same < there.Count && here[same] == there[same])
            same++;
        return same == here.Count && same == there.Count
            ? null
            : (same < here.Count ? here[same] : "(nothing)", same < there.Count ? there[same] : "(nothing)");
    }

    private void Add(string kind, ReadOnlySpan<byte> octets, bool joins)
    {
        if (joins && octets.IsEmpty)
            return;
        if (!joins || _events.Count == 0 || _events[^1].Kind != kind)
            _events.Add((kind, []));
        _events[^1].Octets.AddRange(octets);
    }

    private List<string> Show()
    {
        var lines = new List<string>();
        foreach (var (kind, octets) in _events)
        {
            var line = kind switch
            {
                "output" => TranscriptLineKind.Server,
                "content" => TranscriptLineKind.Content,
                _ => TranscriptLineKind.Question,
            };
            var parts = TranscriptLine.Literal(line, [.. octets], endsLine: false).SplitAtCrlf();
            if (kind == "step")
                lines.Add(Encoding.UTF8.GetString([.. octets]));
            else
                lines.AddRange(parts.Select(part => part.ToString()));
        }

        return lines;
    }
}
