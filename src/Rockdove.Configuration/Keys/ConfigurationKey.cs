using System.Globalization;

namespace Rockdove.Configuration;

/// <summary>One key of a configuration: what it is, and what its value may be.</summary>
public abstract class ConfigurationKey
{
    private protected ConfigurationKey(string path, ConfigurationValueKind kind, string summary) =>
        (Path, Kind, Summary) = (path, kind, summary);

    /// <summary>
    /// The way to it, with <c>*</c> for a name of one's own, or for a place in a list: <c>Listeners:*:Kind</c>.
    /// </summary>
    public string Path { get; }

    public ConfigurationValueKind Kind { get; }

    /// <summary>What it does, in a sentence.</summary>
    public string Summary { get; }

    /// <summary>What it is when nobody says; null when that is nothing.</summary>
    public string? Default { get; init; }

    /// <summary>For a number; for seconds and a duration in seconds.</summary>
    public long Least { get; init; }

    /// <summary>As <see cref="Least"/>. Seconds are a month at most: longer is a mistake in the unit.</summary>
    public long Most { get; init; } = long.MaxValue;

    /// <summary>For a choice.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>For a text or a list, what is allowed; null is any text.</summary>
    public string? Form { get; init; }

    /// <summary>It is another program's, known for its files, and not for new configurations.</summary>
    public bool IsForeign { get; init; }

    /// <summary>What a value may be, for messages.</summary>
    public string Allowed => Kind switch
    {
        ConfigurationValueKind.Switch => "true or false",
        ConfigurationValueKind.Number => (Least, Most) switch
        {
            (long.MinValue, long.MaxValue) => "a whole number",
            (_, long.MaxValue) => $"a whole number of at least {Least}",
            _ => $"a whole number from {Least} to {Most}",
        },
        ConfigurationValueKind.Seconds =>
            string.Create(CultureInfo.InvariantCulture, $"a number of seconds from {Least} to {MostSeconds}"),
        ConfigurationValueKind.Duration => DurationText.Allowed(Least, Most),
        ConfigurationValueKind.Share => "a number from 0 to 1",
        ConfigurationValueKind.Choice => "one of " + string.Join(", ", Choices),
        ConfigurationValueKind.List => $"a list of {Form ?? "texts"}",
        _ => Form ?? "a text that is not empty",
    };

    /// <summary>A value of the right kind, and within its bounds; null for another one.</summary>
    internal ConfigurationValue? Read(ConfigurationNode node)
    {
        var value = new ConfigurationValue { Place = node.Place, Text = node.Text };
        var mayBeNumber = node.Kind == NodeKind.Number || node.IsFromOutside;
        switch (Kind)
        {
            case ConfigurationValueKind.Switch:
                return (node.Kind == NodeKind.Switch || node.IsFromOutside) && bool.TryParse(node.Text, out var isOn)
                    ? value with { IsOn = isOn }
                    : null;
            case ConfigurationValueKind.Number:
                return mayBeNumber
                    && long.TryParse(
                        node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    && number >= Least && number <= Most
                        ? value with { Number = number }
                        : null;
            case ConfigurationValueKind.Seconds:
                return mayBeNumber
                    && decimal.TryParse(
                        node.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                    && seconds >= Least && seconds <= MostSeconds
                        ? value with { Time = TimeSpan.FromSeconds((double)seconds) }
                        : null;
            case ConfigurationValueKind.Duration:
                return node.Kind == NodeKind.Text && DurationText.TryRead(node.Text) is { } time
                    && time.TotalSeconds >= Least && time.TotalSeconds <= Most
                        ? value with { Time = time }
                        : null;
            case ConfigurationValueKind.Share:
                return mayBeNumber
                    && double.TryParse(
                        node.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share)
                    && share <= 1
                        ? value with { Share = share }
                        : null;
            case ConfigurationValueKind.List:
                return ItemsOf(node) is { } items ? value with { Items = items } : null;
            case ConfigurationValueKind.Choice:
                return node.Kind == NodeKind.Text && Choices.FirstOrDefault(
                    one => one.Equals(node.Text, StringComparison.OrdinalIgnoreCase)) is { } choice
                        ? value with { Text = choice }
                        : null;
            default:
                return node.Kind == NodeKind.Text && node.Text.Length > 0 ? value : null;
        }
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

/// <summary>A key, and what its value does to a draft of the configuration.</summary>
public sealed class ConfigurationKey<TDraft> : ConfigurationKey
{
    private readonly Func<TDraft, string, ConfigurationValue, bool> _set;

    /// <summary>Describes a key.</summary>
    /// <param name="path">The way to it; see <see cref="ConfigurationKey.Path"/>.</param>
    /// <param name="kind">What kind of value it has.</param>
    /// <param name="summary">What it does, in a sentence.</param>
    /// <param name="set">
    /// Takes a value that is of the right kind, with the name that stands in the place of the star; false when it is
    /// not allowed.
    /// </param>
    public ConfigurationKey(
        string path,
        ConfigurationValueKind kind,
        string summary,
        Func<TDraft, string, ConfigurationValue, bool> set)
        : base(path, kind, summary) => _set = set;

    /// <summary>For a text: what an empty one does. Null does not allow it.</summary>
    public Action<TDraft, ConfigurationPlace>? WhenEmpty { get; init; }

    /// <summary>Takes a value; false when it is not allowed.</summary>
    internal bool TrySet(TDraft draft, string name, ConfigurationNode node)
    {
        if (WhenEmpty is not null && node is { Kind: NodeKind.Text, Text.Length: 0 })
        {
            WhenEmpty(draft, node.Place);
            return true;
        }

        return Read(node) is { } value && _set(draft, name, value);
    }
}
