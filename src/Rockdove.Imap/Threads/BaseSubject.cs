namespace Rockdove.Imap;

/// <summary>
/// The base subject of RFC 5256 section 2.1: a subject without what answering and forwarding put around it. Takes time
/// in proportion to the length.
/// </summary>
public static class BaseSubject
{
    /// <summary>The base subject; empty where nothing is left.</summary>
    /// <param name="subject">The field, encoded words decoded; null for none.</param>
    /// <param name="isReplyOrForward">Something was taken off that says so (section 3).</param>
    public static string Of(string? subject, out bool isReplyOrForward)
    {
        isReplyOrForward = false;
        var text = Unfold(subject ?? "").AsSpan();
        while (true)
        {
            text = WithoutTrailers(text, ref isReplyOrForward);
            text = WithoutLeaders(text, ref isReplyOrForward);
            if (!text.StartsWith("[fwd:", StringComparison.OrdinalIgnoreCase) || text[^1] != ']')
                return text.ToString();
            text = text["[fwd:".Length..^1];
            isReplyOrForward = true;
        }
    }

    /// <summary>Step 1: tabs and line ends are spaces, and several spaces are one.</summary>
    private static string Unfold(string subject)
    {
        var text = new System.Text.StringBuilder(subject.Length);
        foreach (var symbol in subject)
        {
            if (symbol is not (' ' or '\t' or '\r' or '\n'))
                text.Append(symbol);
            else if (text.Length == 0 || text[^1] != ' ')
                text.Append(' ');
        }

        return text.ToString();
    }

    /// <summary>Step 2: subj-trailer, <c>"(fwd)" / WSP</c>, as often as there is one.</summary>
    private static ReadOnlySpan<char> WithoutTrailers(ReadOnlySpan<char> text, scoped ref bool isForward)
    {
        while (true)
        {
            text = text.TrimEnd(' ');
            if (!text.EndsWith("(fwd)", StringComparison.OrdinalIgnoreCase))
                return text;
            text = text[..^"(fwd)".Length];
            isForward = true;
        }
    }

    /// <summary>Steps 3 to 5: subj-leader, and a subj-blob where something is left behind it.</summary>
    private static ReadOnlySpan<char> WithoutLeaders(ReadOnlySpan<char> text, scoped ref bool isReply)
    {
        while (true)
        {
            text = text.TrimStart(' ');
            var behind = BehindBlobs(text, out var first);
            if (TryReplyOrForward(behind, out var rest))
            {
                isReply = true;
                text = rest;
            }
            else if (first > 0 && first < text.Length)
            {
                // No reply stands behind these blobs, so none does behind fewer, and all but a last one can go.
                text = behind.IsEmpty ? LastBlob(text) : behind;
                if (!behind.IsEmpty)
                    continue;
                return text;
            }
            else
            {
                return text;
            }
        }
    }

    /// <summary>What follows all blobs at the start; how long the first one is, or 0.</summary>
    private static ReadOnlySpan<char> BehindBlobs(ReadOnlySpan<char> text, out int first)
    {
        first = 0;
        while (BlobLength(text) is > 0 and var length)
        {
            first = first == 0 ? length : first;
            text = text[length..];
        }

        return text;
    }

    private static ReadOnlySpan<char> LastBlob(ReadOnlySpan<char> text)
    {
        while (BlobLength(text) is var length && length < text.Length)
            text = text[length..];
        return text;
    }

    /// <summary>subj-blob: <c>"[" *BLOBCHAR "]" *WSP</c>, no bracket inside. 0 when there is none.</summary>
    private static int BlobLength(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] != '[')
            return 0;
        var end = text[1..].IndexOfAny('[', ']');
        if (end < 0 || text[end + 1] != ']')
            return 0;
        end += 2;
        while (end < text.Length && text[end] == ' ')
            end++;
        return end;
    }

    /// <summary>subj-refwd: <c>("re" / ("fw" ["d"])) *WSP [subj-blob] ":"</c>.</summary>
    private static bool TryReplyOrForward(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest)
    {
        rest = text;
        if (text.StartsWith("fwd", StringComparison.OrdinalIgnoreCase))
            text = text[3..];
        else if (text.StartsWith("re", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("fw", StringComparison.OrdinalIgnoreCase))
            text = text[2..];
        else
            return false;
        text = text.TrimStart(' ');
        text = text[BlobLength(text)..];
        if (text.IsEmpty || text[0] != ':')
            return false;
        rest = text[1..];
        return true;
    }
}
