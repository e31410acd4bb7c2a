namespace Rockdove.Configuration;

/// <summary>What is wrong with a configuration, in the words of whoever wrote it.</summary>
/// <param name="Where">File and line, or another place: <c>rockdove.json:12</c>.</param>
/// <param name="What">The key, its value, and what is allowed.</param>
public sealed record ConfigurationMistake(string Where, string What)
{
    public override string ToString() => $"{Where}: {What}";
}

/// <summary>A configuration cannot be used.</summary>
public sealed class ConfigurationException(IReadOnlyList<ConfigurationMistake> mistakes)
    : Exception(string.Join('\n', mistakes))
{
    /// <summary>At least one.</summary>
    public IReadOnlyList<ConfigurationMistake> Mistakes { get; } = mistakes;
}
