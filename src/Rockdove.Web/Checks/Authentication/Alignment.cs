namespace Rockdove.Web;

/// <summary>Whether two domains are one and the same to DMARC (RFC 7489 section 3.1).</summary>
internal static class Alignment
{
    /// <returns>
    /// Null if it cannot be told: two names below a common one may be of one owner or, as below <c>co.uk</c>, of two.
    /// It takes the list of public suffixes to know, which is not in here.
    /// </returns>
    public static bool? Of(string? from, string? other, bool isStrict)
    {
        if (from is null || string.IsNullOrEmpty(other))
            return false;
        if (from.Equals(other, StringComparison.OrdinalIgnoreCase))
            return true;
        if (isStrict)
            return false;
        if (IsBelow(from, other) || IsBelow(other, from))
            return true;
        var (one, two) = (from.Split('.'), other.Split('.'));
        return one.Length > 2 && two.Length > 2
            && one[^1].Equals(two[^1], StringComparison.OrdinalIgnoreCase)
            && one[^2].Equals(two[^2], StringComparison.OrdinalIgnoreCase)
            ? null
            : false;
    }

    private static bool IsBelow(string name, string above) =>
        above.Contains('.', StringComparison.Ordinal)
        && name.EndsWith('.' + above, StringComparison.OrdinalIgnoreCase);
}
