using System.Globalization;

namespace Rockdove.Imap;

/// <summary>Some of the results of a search, by their place among them (PARTIAL, RFC 9394).</summary>
/// <param name="First">A place, from 1, as the client wrote it.</param>
/// <param name="Last">Another, on either side of it; both are inside.</param>
/// <param name="IsFromEnd">Places are counted from the last result, and were written with a minus.</param>
public readonly record struct ResultWindow(uint First, uint Last, bool IsFromEnd)
{
    /// <summary>
    /// Which of so many results, in their order: the index of the first, and how many; none past the end.
    /// </summary>
    public (int Start, int Count) Of(int results)
    {
        var (low, high) = First <= Last ? (First, Last) : (Last, First);
        if (low > results)
            return (0, 0);
        var count = (int)(Math.Min(high, (uint)results) - low + 1);
        return IsFromEnd ? (results - (int)(low - 1) - count, count) : ((int)low - 1, count);
    }

    /// <summary>As it stands on the wire.</summary>
    public override string ToString()
    {
        var sign = IsFromEnd ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{First}:{sign}{Last}");
    }

    /// <summary><c>nz-number ":" nz-number</c>, or both with a minus.</summary>
    internal static bool TryRead(ref ImapReader reader, out ResultWindow window)
    {
        window = default;
        var isFromEnd = reader.Accept((byte)'-');
        if (!reader.TryNonZero(out var first) || !reader.Accept((byte)':') || reader.Accept((byte)'-') != isFromEnd
            || !reader.TryNonZero(out var last))
            return false;
        window = new ResultWindow(first, last, isFromEnd);
        return true;
    }

    /// <summary>Those of the messages that are meant.</summary>
    internal MessageSet Of(MessageSet messages)
    {
        var (start, count) = Of((int)messages.Count);
        return new MessageSet(messages.Skip(start).Take(count));
    }
}
