using System.Text;

namespace Rockdove.Smtp;

/// <summary>A parameter of MAIL or RCPT, <c>KEYWORD</c> or <c>KEYWORD=value</c> (RFC 5321 section 4.1.2).</summary>
/// <remarks>It is synchronous on purpose: what needs waiting is a question, which a handler answers.</remarks>
/// <param name="keyword">The keyword, upper case.</param>
/// <param name="takesValue">Whether there must be a value; without one there must be none. Else 501 5.5.4.</param>
public abstract class EnvelopeParameter(string keyword, bool takesValue)
{
    private readonly byte[] _keyword = Encoding.ASCII.GetBytes(keyword);

    public string Keyword { get; } = keyword;

    public bool TakesValue { get; } = takesValue;

    /// <summary>False hides the parameter from a session that was not offered it: then it is unknown (555).</summary>
    public virtual bool IsOffered(SmtpSession session) => true;

    /// <summary>
    /// Reads the value and leaves what it means on the part. Null accepts; a reply refuses the command.
    /// </summary>
    public abstract SmtpReply? Apply(ReadOnlySpan<byte> value, EnvelopePart part, SmtpServerEngine engine);

    internal bool Is(ReadOnlySpan<byte> word) =>
        word.Length == _keyword.Length && Ascii.EqualsIgnoreCase(word, _keyword);
}
