using System.Globalization;

namespace Rockdove.Configuration;

/// <summary>Takes every value of a configuration to its key, and notes what has none or is not allowed.</summary>
internal sealed class ConfigurationWalk<TDraft>(ConfigurationTable<TDraft> table, TDraft draft)
{
    /// <summary>In the order of their places.</summary>
    public List<(ConfigurationMistake Mistake, bool IsUnknown)> Mistakes { get; } = [];

    public void Walk(ConfigurationNode root) => Visit(root, []);

    private void Visit(ConfigurationNode section, IReadOnlyList<string> path)
    {
        foreach (var (name, node) in section.Keys)
        {
            string[] here = [.. path, name];
            if (node.Kind == NodeKind.Section)
                VisitSection(node, here);
            else if (IsListOfSections(node, here))
                VisitList(node, here);
            else if (Find(here) is { } key)
                Set(key, here, node);
            else
                Mistakes.Add((Unknown(here, node), true));
        }
    }

    private void VisitSection(ConfigurationNode node, string[] path)
    {
        table.SectionBegins?.Invoke(draft, path, node.Place);
        if (table.Keys.Any(key => Leads(key.Path.Split(':'), path)))
            Visit(node, path);
        else if (Find(path) is { } key)
            Note(node, $"{string.Join(':', path)} is a section; allowed is {key.Allowed}");
        else
            Mistakes.Add((Unknown(path, node), true));
    }

    /// <summary>A list whose keys the table knows by a star: each section in it goes by its place, from 0.</summary>
    private bool IsListOfSections(ConfigurationNode node, string[] path) =>
        node.Kind == NodeKind.List && node.Items.All(item => item.Kind == NodeKind.Section)
        && table.Keys.Any(key => key.Path.Split(':') is var parts && parts.Length > path.Length + 1
            && parts[path.Length] == "*" && Leads(parts, path));

    private void VisitList(ConfigurationNode node, string[] path)
    {
        for (var i = 0; i < node.Items.Count; i++)
            VisitSection(node.Items[i], [.. path, i.ToString(CultureInfo.InvariantCulture)]);
    }

    private void Note(ConfigurationNode node, string what) => Mistakes.Add((new($"{node.Place}", what), false));

    private void Set(ConfigurationKey<TDraft> key, string[] path, ConfigurationNode node)
    {
        // The first name of one's own is what a key is about: no key has two.
        var star = Array.IndexOf(key.Path.Split(':'), "*");
        if (!key.TrySet(draft, star < 0 ? "" : path[star], node))
            Note(node, $"{string.Join(':', path)} is {Shown(key, node)}; allowed is {key.Allowed}");
    }

    private static string Shown(ConfigurationKey key, ConfigurationNode node) => key.Kind switch
    {
        ConfigurationValueKind.Secret => "***",
        _ when node.Kind == NodeKind.List => $"[{string.Join(", ", node.Items.Select(item => item.Text))}]",
        _ when node.Kind is NodeKind.Text => $"'{node.Text}'",
        _ => node.Text,
    };

    private ConfigurationKey<TDraft>? Find(string[] path) =>
        table.Keys.FirstOrDefault(key => key.Path.Split(':') is var parts
            && parts.Length == path.Length && Fits(parts, path));

    private static bool Leads(string[] parts, string[] path) => parts.Length > path.Length && Fits(parts, path);

    private static bool Fits(string[] parts, string[] path) =>
        path.Zip(parts).All(pair => pair.Second == "*"
            || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));

    /// <summary>The value is not shown: it may be a password with the key misspelt.</summary>
    private ConfigurationMistake Unknown(string[] path, ConfigurationNode node)
    {
        var known = table.Keys
            .Where(key => !key.IsForeign || path.Length > 1)
            .Select(key => key.Path.Split(':'))
            .Where(parts => parts.Length >= path.Length && Fits(parts, path[..^1]))
            .Select(parts => parts[path.Length - 1])
            .Where(part => part != "*")
            .Distinct();
        return new($"{node.Place}", $"{string.Join(':', path)} is an unknown key; known "
            + $"{(path.Length == 1 ? "" : $"in {string.Join(':', path[..^1])} ")}are {string.Join(", ", known)}");
    }
}
