namespace Rockdove.Pop3;

/// <summary>The first line of an answer, as a server said it. Controls in the text are <c>?</c>.</summary>
/// <param name="IsPositive"><c>+OK</c>.</param>
/// <param name="Code">What was in brackets, upper case; null for nothing.</param>
/// <param name="Text">The rest.</param>
public sealed record Pop3Response(bool IsPositive, string? Code, string Text)
{
    /// <summary>Two numbers, as STAT answers them.</summary>
    public bool TryReadTotals(out long messages, out long bytes)
    {
        messages = bytes = 0;
        var words = Text.Split(' ', 3);
        return IsPositive && words.Length >= 2
            && long.TryParse(words[0], System.Globalization.NumberStyles.None, null, out messages)
            && long.TryParse(words[1], System.Globalization.NumberStyles.None, null, out bytes);
    }
}

/// <summary>A line of LIST or UIDL.</summary>
/// <param name="Number">The message's number.</param>
/// <param name="Value">Its size in octets, or its unique identifier.</param>
public readonly record struct Pop3ListLine(int Number, string Value);
