namespace Rockdove.Configuration;

/// <summary>What a value is.</summary>
internal enum NodeKind : byte
{
    Section,
    List,
    Text,
    Number,
    Switch,
    Null,
}

/// <summary>One value of a configuration, and where it stands. Sections merge; everything else is replaced.</summary>
internal sealed class ConfigurationNode(NodeKind kind, ConfigurationPlace place, string text = "")
{
    public NodeKind Kind { get; } = kind;

    public ConfigurationPlace Place { get; } = place;

    /// <summary>As it was written; for a list and a section empty.</summary>
    public string Text { get; } = text;

    /// <summary>It came as a text, from outside JSON: a number or a switch may be meant.</summary>
    public bool IsFromOutside { get; init; }

    public List<ConfigurationNode> Items { get; } = [];

    /// <summary>In the order in which they came. Case does not matter.</summary>
    public Dictionary<string, ConfigurationNode> Keys { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Puts a value under a key: a section into a section that is there (gomaild's rule), anything else in the place of
    /// what is there.
    /// </summary>
    public void Put(string key, ConfigurationNode value)
    {
        if (value.Kind == NodeKind.Section && Keys.GetValueOrDefault(key) is { Kind: NodeKind.Section } section)
            section.Merge(value);
        else
            Keys[key] = value;
    }

    public void Merge(ConfigurationNode other)
    {
        foreach (var (key, value) in other.Keys)
            Put(key, value);
    }
}
