namespace Rockdove.Configuration;

/// <summary>All keys of a configuration. Messages and the JSON schema go by this table.</summary>
public sealed class ConfigurationTable<TDraft>(IReadOnlyList<ConfigurationKey<TDraft>> keys)
{
    /// <summary>All of them, in their order.</summary>
    public IReadOnlyList<ConfigurationKey<TDraft>> Keys { get; } = keys;

    /// <summary>
    /// Called for each section by its path, before its keys: one may be all defaults, and is there all the same.
    /// </summary>
    public Action<TDraft, IReadOnlyList<string>, ConfigurationPlace>? SectionBegins { get; init; }

    /// <summary>
    /// Says, once everything was read, that a key nobody knows is no mistake: the file is another program's, which
    /// takes any.
    /// </summary>
    public Func<TDraft, bool>? TakesUnknownKeys { get; init; }

    /// <summary>Reads a configuration into a draft.</summary>
    /// <param name="sources">In this order; later ones win.</param>
    /// <param name="draft">What is set.</param>
    /// <returns>Keys that nobody knows, where <see cref="TakesUnknownKeys"/> lets them be.</returns>
    /// <exception cref="ConfigurationException">It cannot be used. Names all that is wrong, as far as it was read.
    /// </exception>
    public IReadOnlyList<ConfigurationMistake> Read(IReadOnlyList<ConfigurationSource> sources, TDraft draft)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var root = new ConfigurationNode(NodeKind.Section, default);
        foreach (var source in sources)
            root.Merge(source.Read());
        var walk = new ConfigurationWalk<TDraft>(this, draft);
        walk.Walk(root);
        var takesUnknown = TakesUnknownKeys?.Invoke(draft) ?? false;
        var wrong = walk.Mistakes.Where(one => !(one.IsUnknown && takesUnknown)).Select(one => one.Mistake).ToList();
        return wrong.Count == 0
            ? [.. walk.Mistakes.Select(one => one.Mistake)]
            : throw new ConfigurationException(wrong);
    }
}
