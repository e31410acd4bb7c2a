using System.Globalization;

namespace Rockdove.Storage;

/// <summary>
/// The unique identifier of a message in one mailbox: 1 to 4,294,967,295, growing, never used twice under the same
/// UIDVALIDITY (RFC 9051 section 2.3.1.1).
/// </summary>
public readonly record struct Uid(uint Value) : IComparable<Uid>
{
    public static readonly Uid First = new(1);
    public static readonly Uid Last = new(uint.MaxValue);

    public int CompareTo(Uid other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    public static bool operator <(Uid left, Uid right) => left.Value < right.Value;

    public static bool operator >(Uid left, Uid right) => left.Value > right.Value;

    public static bool operator <=(Uid left, Uid right) => left.Value <= right.Value;

    public static bool operator >=(Uid left, Uid right) => left.Value >= right.Value;
}
