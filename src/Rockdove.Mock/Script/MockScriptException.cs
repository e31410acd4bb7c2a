namespace Rockdove.Mock;

/// <summary>
/// A script, or rules in code, cannot work. One line for each fault: where it stands, what is wrong, what to do.
/// </summary>
public sealed class MockScriptException(IReadOnlyList<string> errors)
    : Exception(string.Join(Environment.NewLine, errors))
{
    public IReadOnlyList<string> Errors { get; } = errors;
}
