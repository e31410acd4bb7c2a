namespace Rockdove.Wire;

/// <summary>
/// What to do with a CR or LF that is not half of a CRLF. Only CRLF ends a line (RFC 5321 section 2.3.8).
/// </summary>
public enum BareNewlines : byte
{
    /// <summary>
    /// Reports <see cref="ContentFlaws.BareNewline"/>, so that the message can be refused. The default.
    /// </summary>
    Refuse,

    /// <summary>Makes each a CRLF. A dot after it stays a dot: only a real CRLF begins a line on the wire.</summary>
    Normalize,

    /// <summary>Passes them on as they are; they still end no line.</summary>
    Keep,

    /// <summary>
    /// A bare LF ends a line exactly as CRLF does, the end of the message included. This is how mail is smuggled past
    /// servers that disagree; it exists to imitate such servers in tests.
    /// </summary>
    EndLine,

    /// <summary>No line ends are looked for: content is octets (BINARYMIME, RFC 3030).</summary>
    Binary,
}
