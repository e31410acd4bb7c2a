namespace Rockdove.Wire;

/// <summary>Octets with wildcards, against octets.</summary>
internal static class TranscriptPattern
{
    /// <summary>
    /// Greedy matching that goes back to the last wildcard only: at most pattern times octets comparisons, whatever the
    /// pattern.
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> pattern, ReadOnlySpan<int> wildcards, ReadOnlySpan<byte> octets)
    {
        int p = 0, o = 0, w = 0;
        int retryPattern = -1, retryOctets = 0, retryWildcard = 0;
        while (o < octets.Length)
        {
            if (w < wildcards.Length && wildcards[w] == p)
            {
                (p, w) = (p + 1, w + 1);
                (retryPattern, retryOctets, retryWildcard) = (p, o, w);
            }
            else if (p < pattern.Length && pattern[p] == octets[o])
            {
                (p, o) = (p + 1, o + 1);
            }
            else if (retryPattern >= 0)
            {
                // The last wildcard takes one octet more, and the rest is tried again.
                retryOctets++;
                (p, o, w) = (retryPattern, retryOctets, retryWildcard);
            }
            else
            {
                return false;
            }
        }

        while (w < wildcards.Length && wildcards[w] == p)
            (p, w) = (p + 1, w + 1);
        return p == pattern.Length;
    }
}
