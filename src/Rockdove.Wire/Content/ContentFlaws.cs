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

    /// <summary>
    /// A line, with its end and without an added dot, is longer than the limit. For this count a bare LF ends a line
    /// too, whatever is done with it: content from systems that have no CR is not one long line.
    /// </summary>
    LongLine = 2,

    /// <summary>A NUL octet (RFC 5322 section 4 forbids it).</summary>
    Nul = 4,
}
