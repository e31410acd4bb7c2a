namespace Rockdove.Wire;

/// <summary>One thing that a transcript file has wrong.</summary>
/// <param name="Path">The file, as it was named to the parser.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Expected">What should have been there.</param>
public sealed record TranscriptError(string Path, int Line, string Expected)
{
    public override string ToString() => string.Create(null, $"{Path}:{Line}: expected {Expected}");
}

/// <summary>A transcript cannot be used. It is a file of our own, so this is not a peer's mistake but ours.</summary>
public sealed class TranscriptException(IReadOnlyList<TranscriptError> errors)
    : Exception(string.Join('\n', errors))
{
    public TranscriptException(string path, int line, string expected)
        : this([new TranscriptError(path, line, expected)])
    {
    }

    /// <summary>Every error that was found, in the order of the file.</summary>
    public IReadOnlyList<TranscriptError> Errors { get; } = errors;
}
