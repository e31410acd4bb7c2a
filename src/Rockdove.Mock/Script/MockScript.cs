using Rockdove.Wire;

namespace Rockdove.Mock;

/// <summary>
/// A script in the language of transcripts: rules that begin with <c>! on</c>, or one whole conversation, as a
/// recording is. See <c>docs/mock.md</c>.
/// </summary>
public sealed class MockScript
{
    private MockScript(IReadOnlyList<MockRule> rules, Transcript? conversation)
    {
        Rules = rules;
        Conversation = conversation;
    }

    /// <summary>The rules; none where the script is a conversation.</summary>
    public IReadOnlyList<MockRule> Rules { get; }

    /// <summary>The conversation to repeat, or null.</summary>
    public Transcript? Conversation { get; }

    /// <summary>Reads a script.</summary>
    /// <param name="path">Where it came from, for errors.</param>
    /// <param name="text">The script, in UTF-8.</param>
    /// <exception cref="TranscriptException">The text is no transcript; says all that is wrong.</exception>
    /// <exception cref="MockScriptException">A rule is none; says all that is wrong.</exception>
    public static MockScript Parse(string path, ReadOnlySpan<byte> text)
    {
        var transcript = Transcript.Parse(path, text);
        var says = transcript.Lines.Where(
            line => line.Kind is not (TranscriptLineKind.Comment or TranscriptLineKind.Blank)).ToList();
        return says.Count == 0 || says.Any(line => line is { Kind: TranscriptLineKind.Directive, Word: "on" })
            ? new MockScript(new RuleReader(transcript).Read(), null)
            : new MockScript([], transcript);
    }

    /// <summary>Reads a script from a file.</summary>
    /// <inheritdoc cref="Parse" path="/exception"/>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MockScript Load(string path) => Parse(path, File.ReadAllBytes(path));
}
