namespace Rockdove.Storage.Sqlite;

/// <summary>A message in a mailbox, but for what the mailbox gives it: its columns, as they are.</summary>
internal readonly record struct NewEntry
{
    /// <summary>Its key.</summary>
    public required long Message { get; init; }

    /// <summary>Octets of its body.</summary>
    public required long Bytes { get; init; }

    public required SystemFlags Flags { get; init; }

    public required string? Keywords { get; init; }

    public required long Ticks { get; init; }

    public required long Zone { get; init; }

    /// <summary>When it comes into the mailbox, in UTC.</summary>
    public required long Saved { get; init; }

    /// <summary>Null for one by itself.</summary>
    public required long? Thread { get; init; }
}
