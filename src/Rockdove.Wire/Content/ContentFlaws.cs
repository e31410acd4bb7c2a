namespace Rockdove.Wire;

/// <summary>What was wrong with content.</summary>
[Flags]
public enum ContentFlaws : byte
{
    None = 0,

    /// <summary>
    /// A CR or LF that is not half of a CRLF, or a NUL where one is used to hide a line end or its dot.
    /// </summary>
    BareNewline = 1,

    /// <summary>A line, with its CRLF, is longer than the limit.</summary>
    LongLine = 2,

    /// <summary>A NUL octet (RFC 5322 section 4 forbids it).</summary>
    Nul = 4,
}
