using System.Globalization;

namespace Rockdove.Storage;

/// <summary>
/// A mod-sequence: the number of a change within one mailbox, positive and at most 63 bits (RFC 7162 section 3.1).
/// Every operation that changes a mailbox takes one greater than all before it; the messages that one STORE or
/// EXPUNGE changes share it.
/// </summary>
public readonly record struct ModSequence(long Value) : IComparable<ModSequence>
{
    /// <summary>Before every change: changes since here are all changes.</summary>
    public static readonly ModSequence None;

    /// <summary>What a mailbox has when nothing has happened in it: HIGHESTMODSEQ must be positive.</summary>
    public static readonly ModSequence First = new(1);

    public ModSequence Next() => new(checked(Value + 1));

    public int CompareTo(ModSequence other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    public static bool operator <(ModSequence left, ModSequence right) => left.Value < right.Value;

    public static bool operator >(ModSequence left, ModSequence right) => left.Value > right.Value;

    public static bool operator <=(ModSequence left, ModSequence right) => left.Value <= right.Value;

    public static bool operator >=(ModSequence left, ModSequence right) => left.Value >= right.Value;
}
