namespace Rockdove.Smtp;

/// <summary>
/// BINARYMIME (RFC 3030 section 3): content of any octets, sent with BDAT only. The store must keep every octet.
/// </summary>
public sealed class BinaryMime : SmtpExtension
{
    public override string Keyword => "BINARYMIME";

    public override string? WhatIsMissing(SmtpProtocol protocol) =>
        protocol.Find<Chunking>() is null || protocol.Find<EightBitMime>() is null
            ? "needs CHUNKING and 8BITMIME (RFC 3030 section 3)"
            : null;
}
