namespace Rockdove.Imap;

/// <summary>How a command ended (RFC 9051 section 7.1).</summary>
public enum ImapCondition : byte
{
    Ok,
    No,
    Bad,

    /// <summary>The connection ends; it is never tagged.</summary>
    Bye,
}

/// <summary>A status response: condition, perhaps a code, and text for people.</summary>
public sealed record ImapReply
{
    /// <summary>Makes one.</summary>
    /// <param name="condition">How it ended.</param>
    /// <param name="code">What stands between the brackets, or null: see <see cref="ImapCodes"/>.</param>
    /// <param name="text">For people; not empty.</param>
    /// <exception cref="ArgumentException">The code or the text cannot stand on one line.</exception>
    public ImapReply(ImapCondition condition, string? code, string text)
    {
        if (code is not null && (code.Length == 0 || code.Contains(']', StringComparison.Ordinal) || !IsLine(code)))
            throw new ArgumentException($"'{code}' cannot be a response code.", nameof(code));
        if (text.Length == 0 || text[0] == '[' || !IsLine(text))
            throw new ArgumentException($"'{text}' cannot be the text of a response.", nameof(text));
        Condition = condition;
        Code = code;
        Text = text;
    }

    public ImapCondition Condition { get; }

    public string? Code { get; }

    public string Text { get; }

    public bool IsOk => Condition == ImapCondition.Ok;

    public static ImapReply Ok(string text, string? code = null) => new(ImapCondition.Ok, code, text);

    public static ImapReply No(string text, string? code = null) => new(ImapCondition.No, code, text);

    public static ImapReply Bad(string text, string? code = null) => new(ImapCondition.Bad, code, text);

    public static ImapReply Bye(string text, string? code = null) => new(ImapCondition.Bye, code, text);

    private static bool IsLine(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
