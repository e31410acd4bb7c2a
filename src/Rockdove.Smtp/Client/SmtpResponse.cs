namespace Rockdove.Smtp;

/// <summary>
/// One reply as a client received it (RFC 5321 section 4.2): a code, and lines of text that are safe to print.
/// </summary>
/// <remarks>
/// Codes that nobody has registered are decided by their first digit, as section 4.3.2 asks: 299 is success and 455 is
/// worth another try. Text is read as UTF-8; control characters in it were replaced by <c>?</c>.
/// </remarks>
public sealed class SmtpResponse
{
    private readonly string[] _lines;

    internal SmtpResponse(int code, string[] lines)
    {
        Code = code;
        _lines = lines;
        EnhancedStatus = ParseEnhancedStatus(lines[0], code / 100);
    }

    /// <summary>Three digits, 200 to 599.</summary>
    public int Code { get; }

    /// <summary>
    /// The enhanced status that begins the text, such as <c>5.1.1</c>; null when there is none or when its class is not
    /// the first digit of the code (RFC 2034 section 4).
    /// </summary>
    public EnhancedStatus? EnhancedStatus { get; }

    /// <summary>The text of each line after code and separator; one line at least, which may be empty.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>2yz: done.</summary>
    public bool IsSuccess => Code / 100 == 2;

    /// <summary>3yz: go on.</summary>
    public bool IsIntermediate => Code / 100 == 3;

    /// <summary>4yz: not now.</summary>
    public bool IsTemporaryFailure => Code / 100 == 4;

    /// <summary>5yz: never.</summary>
    public bool IsPermanentFailure => Code / 100 == 5;

    /// <summary>4yz or 5yz.</summary>
    public bool IsFailure => Code >= 400;

    /// <summary>421: the server is closing the connection, whatever was asked (RFC 5321 section 3.8).</summary>
    public bool IsClosing => Code == 421;

    /// <summary>Code and text in one line.</summary>
    public override string ToString()
    {
        var text = string.Join(' ', _lines);
        return text.Length == 0 ? $"{Code:000}" : $"{Code:000} {text}";
    }

    private static EnhancedStatus? ParseEnhancedStatus(string text, int replyClass)
    {
        var end = text.IndexOf(' ');
        return Smtp.EnhancedStatus.TryParse(end < 0 ? text : text.AsSpan(0, end), out var status)
            && status.Class == replyClass
            ? status
            : null;
    }
}
