namespace Rockdove.Mime;

/// <summary>
/// How much of a message is looked into. Past a limit the rest is opaque: its bytes are kept and counted, nothing in
/// them is looked up, and a <see cref="MimeDefect"/> says so. A message is never refused.
/// </summary>
public sealed record MimeLimits
{
    public static readonly MimeLimits Default = new();

    /// <summary>How deep parts may lie; the message itself is at 0. Mail that people write stays below 10.</summary>
    public int Depth { get; init; } = 100;

    /// <summary>Parts of one message, the message itself included. Bounds the memory that a bomb can claim.</summary>
    public int Parts { get; init; } = 10_000;

    /// <summary>Octets of one header block that are indexed. Large servers stop at a quarter of this.</summary>
    public int HeaderBlockBytes { get; init; } = 1024 * 1024;

    /// <summary>Fields of one header block. Long forwarding chains reach a few hundred.</summary>
    public int HeaderFields { get; init; } = 10_000;

    /// <summary>Fields of all header blocks together, so that many parts cannot multiply the limit above.</summary>
    public int HeaderFieldsInMessage { get; init; } = 100_000;

    /// <summary>Octets of all header blocks together that are indexed: what a scanner must keep of a message.</summary>
    public int HeaderBytesInMessage { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Octets of a delimiter line with its padding and line end. RFC 5322 section 2.1.1 says 998; a longer line is
    /// content, so that nobody has to wait for its end.
    /// </summary>
    public int DelimiterLineBytes { get; init; } = 2_000;

    /// <summary>Octets of a message that are looked at: offsets have 31 bits.</summary>
    public int MessageBytes { get; init; } = int.MaxValue;

    /// <summary>Octets of a boundary. RFC 2046 section 5.1.1 says 70; a whole line is tolerated.</summary>
    public int BoundaryBytes { get; init; } = 998;

    /// <summary>Addresses of one field. Past the recipients that any server takes in one transaction.</summary>
    public int AddressesInField { get; init; } = 10_000;

    /// <summary>Parameters of one Content-Type or Content-Disposition.</summary>
    public int Parameters { get; init; } = 1_000;

    /// <summary>Message-ids of one field. Threads that long are not read by people.</summary>
    public int MessageIdsInField { get; init; } = 10_000;

    /// <summary>Defects that are recorded; the last one is then <see cref="MimeDefectKind.TooManyDefects"/>.</summary>
    public int Defects { get; init; } = 1_000;
}
