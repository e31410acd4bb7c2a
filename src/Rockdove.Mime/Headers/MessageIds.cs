using System.Text;

namespace Rockdove.Mime;

/// <summary>
/// Message-ids of Message-ID, In-Reply-To and References (RFC 5322 sections 3.6.4 and 4.5.4), without their angle
/// brackets. Phrases between them, as old programs wrote, are skipped.
/// </summary>
public static class MessageIds
{
    /// <summary>
    /// All ids of a value in their order. A value with no angle brackets at all is split at white space.
    /// </summary>
    public static IReadOnlyList<string> Read(string value) => Read(value, MimeLimits.Default.MessageIdsInField);

    internal static IReadOnlyList<string> Read(string value, int limit)
    {
        List<string> ids = [];
        var rest = HeaderText.Safe(value).AsSpan();
        if (rest.IndexOf('<') < 0)
        {
            foreach (var range in rest.Split(' '))
            {
                if (rest[range].Contains('@') && ids.Count < limit)
                    ids.Add(rest[range].ToString());
            }

            return ids;
        }

        while (ids.Count < limit && rest.IndexOf('<') is var open and >= 0)
        {
            rest = rest[(open + 1)..];
            var close = rest.IndexOfAny('<', '>');
            if (close < 0)
                break;
            if (rest[close] == '>' && close > 0)
                ids.Add(WithoutSpaceAndComments(rest[..close]));
            rest = rest[close..];
        }

        return ids;
    }

    // obs-id-left and obs-id-right: both may be folded and commented upon.
    private static string WithoutSpaceAndComments(ReadOnlySpan<char> id)
    {
        if (id.IndexOfAny(' ', '(') < 0)
            return id.ToString();
        var bare = new StringBuilder(id.Length);
        var depth = 0;
        foreach (var character in id)
        {
            if (character == '(')
                depth++;
            else if (character == ')' && depth > 0)
                depth--;
            else if (depth == 0 && character != ' ')
                bare.Append(character);
        }

        return bare.ToString();
    }
}
