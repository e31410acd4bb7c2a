namespace Rockdove.Configuration;

/// <summary>What kind of value a key has.</summary>
public enum ConfigurationValueKind : byte
{
    Text,
    Switch,
    Number,

    /// <summary>A number of seconds; the key says so.</summary>
    Seconds,

    /// <summary>A time with its unit: <c>30s</c>, <c>5m</c>, <c>2h</c>, <c>5d</c>, or <c>00:05:00</c>.</summary>
    Duration,

    /// <summary>A number from 0 to 1.</summary>
    Share,

    List,
    Choice,

    /// <summary>A text that is never shown.</summary>
    Secret,
}

/// <summary>A value that is of the right kind.</summary>
public sealed record ConfigurationValue
{
    public required ConfigurationPlace Place { get; init; }

    /// <summary>As it was written; a choice as the table writes it.</summary>
    public required string Text { get; init; }

    /// <summary>Of a switch.</summary>
    public bool IsOn { get; init; }

    /// <summary>Of a number.</summary>
    public long Number { get; init; }

    /// <summary>Of a share.</summary>
    public double Share { get; init; }

    /// <summary>Of seconds and of a duration.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>Of a list.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>The text as a path, relative to where it stands.</summary>
    public string FullPath => Path.GetFullPath(Text, Place.Folder);
}
