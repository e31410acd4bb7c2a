namespace Rockdove.Prober;

/// <summary>Names with <c>*</c> for any letters, or none.</summary>
internal static class NamePattern
{
    /// <summary>In time that grows with the product of both lengths, whatever the pattern.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var (p, n, star, again) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (star, again) = (p++, n);
            else if (p < pattern.Length && pattern[p] == name[n])
                (p, n) = (p + 1, n + 1);
            else if (star >= 0)
                (p, n) = (star + 1, ++again);
            else
                return false;
        }

        return pattern[p..].Trim('*').IsEmpty;
    }
}
