namespace Rockdove.Daemon;

/// <summary>Takes every value of a configuration to its key, and notes what has none or is not allowed.</summary>
internal sealed class ConfigurationWalk(List<ConfigurationMistake> mistakes)
{
    private readonly ConfigurationDraft _draft = new();

    public ConfigurationDraft Walk(ConfigurationNode root)
    {
        Visit(root, []);
        return _draft;
    }

    private void Visit(ConfigurationNode section, IReadOnlyList<string> path)
    {
        foreach (var (name, node) in section.Keys)
        {
            string[] here = [.. path, name];
            if (node.Kind == NodeKind.Section)
                VisitSection(node, here);
            else if (Find(here) is { } key)
                Set(key, here, node);
            else
                mistakes.Add(Unknown(here, node));
        }
    }

    private void VisitSection(ConfigurationNode node, string[] path)
    {
        // A listener may be all defaults, and is there all the same.
        if (path is [var group, var name] && group.Equals("Listeners", StringComparison.OrdinalIgnoreCase))
            _draft.Listener(name, node.Place);
        // A certificate may not, and who wrote one thinks that it is there.
        if (path is [var certificates, var one]
            && certificates.Equals("Certificates", StringComparison.OrdinalIgnoreCase))
            _draft.Certificate(one, node.Place);
        if (ConfigurationKeys.All.Any(key => Leads(key.Path.Split(':'), path)))
            Visit(node, path);
        else if (Find(path) is { } key)
            mistakes.Add(new($"{node.Place}", $"{string.Join(':', path)} is a section; allowed is {key.Allowed}"));
        else
            mistakes.Add(Unknown(path, node));
    }

    private void Set(ConfigurationKey key, string[] path, ConfigurationNode node)
    {
        // The first name of one's own is what a key is about: no key has two.
        var star = Array.IndexOf(key.Path.Split(':'), "*");
        if (!key.TrySet(_draft, star < 0 ? "" : path[star], node))
        {
            mistakes.Add(new(
                $"{node.Place}", $"{string.Join(':', path)} is {Shown(key, node)}; allowed is {key.Allowed}"));
        }
    }

    private static string Shown(ConfigurationKey key, ConfigurationNode node) => key.Kind switch
    {
        ConfigurationValueKind.Secret => "***",
        _ when node.Kind == NodeKind.List => $"[{string.Join(", ", node.Items.Select(item => item.Text))}]",
        _ when node.Kind is NodeKind.Text => $"'{node.Text}'",
        _ => node.Text,
    };

    private static ConfigurationKey? Find(string[] path) =>
        ConfigurationKeys.All.FirstOrDefault(key => key.Path.Split(':') is var parts
            && parts.Length == path.Length && Fits(parts, path));

    private static bool Leads(string[] parts, string[] path) => parts.Length > path.Length && Fits(parts, path);

    private static bool Fits(string[] parts, string[] path) =>
        path.Zip(parts).All(pair => pair.Second == "*"
            || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));

    /// <summary>The value is not shown: it may be a password with the key misspelt.</summary>
    private static ConfigurationMistake Unknown(string[] path, ConfigurationNode node)
    {
        var known = ConfigurationKeys.All
            .Where(key => !key.IsGomaild || path.Length > 1)
            .Select(key => key.Path.Split(':'))
            .Where(parts => parts.Length >= path.Length && Fits(parts, path[..^1]))
            .Select(parts => parts[path.Length - 1])
            .Where(part => part != "*")
            .Distinct();
        return new($"{node.Place}", $"{string.Join(':', path)} is an unknown key; known "
            + $"{(path.Length == 1 ? "" : $"in {string.Join(':', path[..^1])} ")}are {string.Join(", ", known)}");
    }
}
