using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Rockdove.Hosting;

/// <summary>
/// All keys of a configuration section. Applied by hand and not by the framework's binder: that one takes unknown keys
/// and half of the bad values in silence, and needs reflection.
/// </summary>
internal sealed class SettingTable<T>(params IReadOnlyList<Setting<T>> settings)
{
    /// <summary>Every key below the section.</summary>
    public IEnumerable<string> Keys => settings.Select(setting => setting.Key);

    /// <summary>Applies every value of the section.</summary>
    /// <param name="target">What is set.</param>
    /// <param name="section">Where the values are.</param>
    /// <param name="root">
    /// The whole configuration, to tell where a bad value came from; null when it is not known.
    /// </param>
    /// <exception cref="InvalidSettingException">A key is unknown, or its value is not allowed.</exception>
    public void Apply(T target, IConfigurationSection section, IConfigurationRoot? root)
    {
        var begun = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var values = Leaves(section).Select(leaf => (Leaf: leaf, Setting: Find(leaf, section, root)));
        foreach (var (leaf, setting) in values.OrderByDescending(value => value.Setting.ComesFirst))
        {
            if (setting.Clear is not { } clear)
            {
                Set(target, setting, leaf, leaf.Value!, root);
                continue;
            }

            if (begun.Add(setting.Key))
                clear(target);
            foreach (var item in leaf.Value!.Split(',', Trimmed))
                Set(target, setting, leaf, item, root);
        }
    }

    private Setting<T> Find(IConfigurationSection leaf, IConfigurationSection section, IConfigurationRoot? root)
    {
        var key = leaf.Path[(section.Path.Length + 1)..];
        return Find(key) ?? throw Unknown(leaf, key, root);
    }

    private static void Set(
        T target, Setting<T> setting, IConfigurationSection leaf, string value, IConfigurationRoot? root)
    {
        if (!setting.TrySet(target, value))
        {
            throw new InvalidSettingException(
                $"{leaf.Path} is '{Shown(leaf)}'{SettingSource.Of(leaf.Path, root)}; it must be {setting.Allowed}.");
        }
    }

    /// <summary>What stands beside a certificate may be its password with the key misspelt.</summary>
    private static string Shown(IConfigurationSection leaf) =>
        leaf.Path.Contains("Certificate", StringComparison.OrdinalIgnoreCase)
        || leaf.Path.Contains("Pass", StringComparison.OrdinalIgnoreCase) ? "***" : leaf.Value!;

    private static IEnumerable<IConfigurationSection> Leaves(IConfigurationSection section)
    {
        foreach (var child in section.GetChildren())
        {
            if (child.Value is not null)
                yield return child;
            foreach (var leaf in Leaves(child))
                yield return leaf;
        }
    }

    /// <summary>
    /// A list is one text with commas, or an array, which the configuration makes keys with numbers of.
    /// </summary>
    private Setting<T>? Find(string key)
    {
        var colon = key.LastIndexOf(':');
        var isItem = colon > 0
            && int.TryParse(key.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        var name = isItem ? key[..colon] : key;
        var setting = settings.FirstOrDefault(one => string.Equals(one.Key, name, StringComparison.OrdinalIgnoreCase));
        return isItem && setting?.Clear is null ? null : setting;
    }

    private InvalidSettingException Unknown(IConfigurationSection leaf, string key, IConfigurationRoot? root)
    {
        var group = key[..(key.LastIndexOf(':') + 1)];

        var known = settings.Select(setting => setting.Key)
            .Where(one => one.StartsWith(group, StringComparison.OrdinalIgnoreCase)).ToList();
        if (known.Count == 0)
            (group, known) = ("", [.. settings.Select(setting => setting.Key)]);
        var names = known.Select(one => one[group.Length..])
            .Select(one => one.Contains(':', StringComparison.Ordinal) ? one[..(one.IndexOf(':') + 1)] + "..." : one)
            .Distinct();
        return new InvalidSettingException(
            $"{leaf.Path} is an unknown key with the value '{Shown(leaf)}'{SettingSource.Of(leaf.Path, root)}; "
            + $"{(group.Length == 0 ? "known" : $"known in {group.TrimEnd(':')}")} are {string.Join(", ", names)}.");
    }

    private const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
}
