using System.Globalization;

namespace Rockdove.Daemon;

/// <summary>What kind of value a key has.</summary>
public enum ConfigurationValueKind : byte
{
    Text,
    Switch,
    Number,
    Seconds,
    List,
    Choice,

    /// <summary>A text that is never shown.</summary>
    Secret,
}

/// <summary>One key of a configuration: what it is, and what its value may be.</summary>
public sealed class ConfigurationKey
{
    private readonly Func<ConfigurationDraft, string, ConfigurationValue, bool> _set;

    internal ConfigurationKey(
        string path,
        ConfigurationValueKind kind,
        string summary,
        Func<ConfigurationDraft, string, ConfigurationValue, bool> set)
    {
        Path = path;
        Kind = kind;
        Summary = summary;
        _set = set;
    }

    /// <summary>The way to it, with <c>*</c> for a name of one's own: <c>Listeners:*:Kind</c>.</summary>
    public string Path { get; }

    public ConfigurationValueKind Kind { get; }

    /// <summary>What it does, in a sentence.</summary>
    public string Summary { get; }

    /// <summary>What it is when nobody says; null when that is nothing.</summary>
    public string? Default { get; internal init; }

    /// <summary>For a number.</summary>
    public long Least { get; internal init; }

    /// <summary>For a number.</summary>
    public long Most { get; internal init; } = long.MaxValue;

    /// <summary>For a choice.</summary>
    public IReadOnlyList<string> Choices { get; internal init; } = [];

    /// <summary>For a text or a list, what is allowed; null is any text.</summary>
    public string? Form { get; internal init; }

    /// <summary>It is gomaild's, and not for new configurations.</summary>
    public bool IsGomaild { get; internal init; }

    /// <summary>gomaild's may be the empty text: then it is as if it were not there.</summary>
    public bool MayBeEmpty { get; internal init; }

    /// <summary>What a value may be, for messages.</summary>
    public string Allowed => Kind switch
    {
        ConfigurationValueKind.Switch => "true or false",
        ConfigurationValueKind.Number when Most == long.MaxValue => $"a whole number of at least {Least}",
        ConfigurationValueKind.Number => $"a whole number from {Least} to {Most}",
        ConfigurationValueKind.Seconds =>
            string.Create(CultureInfo.InvariantCulture, $"a number of seconds from {Least} to {MostSeconds}"),
        ConfigurationValueKind.Choice => "one of " + string.Join(", ", Choices),
        ConfigurationValueKind.List => $"a list of {Form ?? "texts"}",
        _ => Form ?? "a text that is not empty",
    };

    /// <summary>Takes a value; false when it is not allowed.</summary>
    internal bool TrySet(ConfigurationDraft draft, string name, ConfigurationNode node)
    {
        var value = new ConfigurationValue { Place = node.Place, Text = node.Text };
        var mayBeText = node.Kind == NodeKind.Text;
        switch (Kind)
        {
            case ConfigurationValueKind.Switch:
                if (!(node.Kind == NodeKind.Switch || node.IsFromOutside) || !bool.TryParse(node.Text, out var isOn))
                    return false;
                value = value with { IsOn = isOn };
                break;
            case ConfigurationValueKind.Number:
                if (!(node.Kind == NodeKind.Number || node.IsFromOutside)
                    || !long.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    || number < Least || number > Most)
                    return false;
                value = value with { Number = number };
                break;
            case ConfigurationValueKind.Seconds:
                if (!(node.Kind == NodeKind.Number || node.IsFromOutside)
                    || !decimal.TryParse(
                        node.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                    || seconds < Least || seconds > MostSeconds)
                    return false;
                value = value with { Time = TimeSpan.FromSeconds((double)seconds) };
                break;
            case ConfigurationValueKind.List:
                if (ItemsOf(node) is not { } items)
                    return false;
                value = value with { Items = items };
                break;
            case ConfigurationValueKind.Choice:
                if (!mayBeText || Choices.FirstOrDefault(
                    one => one.Equals(node.Text, StringComparison.OrdinalIgnoreCase)) is not { } choice)
                    return false;
                value = value with { Text = choice };
                break;
            default:
                if (mayBeText && node.Text.Length == 0 && MayBeEmpty)
                {
                    draft.Gomaild ??= new GomaildDraft { Place = node.Place };
                    return true;
                }

                if (!mayBeText || node.Text.Length == 0)
                    return false;
                break;
        }

        return _set(draft, name, value);
    }

    /// <summary>A list of texts, or one text with commas.</summary>
    private static List<string>? ItemsOf(ConfigurationNode node)
    {
        if (node.Kind == NodeKind.Text)
        {
            return [.. node.Text.Split(
                ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        }

        return node.Kind == NodeKind.List && node.Items.All(item => item is { Kind: NodeKind.Text, Text.Length: > 0 })
            ? [.. node.Items.Select(item => item.Text)]
            : null;
    }

    /// <summary>A month: longer is a mistake in the unit.</summary>
    internal const long MostSeconds = 31 * 24 * 60 * 60;
}

/// <summary>A value that is of the right kind.</summary>
internal sealed record ConfigurationValue
{
    public required ConfigurationPlace Place { get; init; }

    public required string Text { get; init; }

    public bool IsOn { get; init; }

    public long Number { get; init; }

    public TimeSpan Time { get; init; }

    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>The text as a path, relative to where it stands.</summary>
    public string FullPath => Path.GetFullPath(Text, Place.Folder);
}
