namespace Rockdove.Storage;

/// <summary>What STORE does with the flags it names (RFC 9051 section 6.4.6).</summary>
public enum FlagChangeKind : byte
{
    /// <summary><c>+FLAGS</c></summary>
    Add,

    /// <summary><c>-FLAGS</c></summary>
    Remove,

    /// <summary><c>FLAGS</c></summary>
    Replace,
}

/// <summary>One change of flags, which the store applies to each message by itself.</summary>
/// <remarks>
/// The change travels, not its outcome: two sessions that each add a flag at the same moment both succeed.
/// </remarks>
public readonly record struct FlagChange(FlagChangeKind Kind, FlagSet Flags)
{
    public static FlagChange Add(FlagSet flags) => new(FlagChangeKind.Add, flags);

    public static FlagChange Remove(FlagSet flags) => new(FlagChangeKind.Remove, flags);

    public static FlagChange Replace(FlagSet flags) => new(FlagChangeKind.Replace, flags);

    public FlagSet ApplyTo(FlagSet flags) => Kind switch
    {
        FlagChangeKind.Add => flags.Union(Flags),
        FlagChangeKind.Remove => flags.Except(Flags),
        _ => Flags,
    };
}
