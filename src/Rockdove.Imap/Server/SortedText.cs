using System.Globalization;
using System.Text;

namespace Rockdove.Imap;

/// <summary>
/// A sequence-set in an order of its own (RFC 5267 section 3.2): a range only where the numbers ascend by one.
/// </summary>
internal static class SortedText
{
    public static string Of(ReadOnlySpan<uint> uids, ImapResponseWriter responses)
    {
        var text = new StringBuilder();
        for (var i = 0; i < uids.Length;)
        {
            var first = responses.NumberOf(uids[i]);
            var last = first;
            for (i++; i < uids.Length && responses.NumberOf(uids[i]) == last + 1; i++)
                last++;
            if (text.Length > 0)
                text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{first}");
            if (last > first)
                text.Append(CultureInfo.InvariantCulture, $":{last}");
        }

        return text.ToString();
    }
}
