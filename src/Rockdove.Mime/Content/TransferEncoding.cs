namespace Rockdove.Mime;

/// <summary>How the octets of a body travel (RFC 2045 section 6).</summary>
public enum TransferEncoding : byte
{
    SevenBit,
    EightBit,
    Binary,
    Base64,
    QuotedPrintable,

    /// <summary>A name that we do not know: the octets are taken as they are.</summary>
    Unknown,

    /// <summary>uuencode, which no standard of mail knows and old programs write.</summary>
    UuEncode,
}

/// <summary>The names of transfer encodings, and their undoing.</summary>
internal static class TransferEncodings
{
    /// <summary>Reads a field value; spaces, comments and a wrong case are forgiven.</summary>
    public static TransferEncoding Read(ReadOnlySpan<byte> value)
    {
        var scanner = new ParameterScanner(value);
        var token = scanner.ReadToken();
        return token switch
        {
            _ when System.Text.Ascii.EqualsIgnoreCase(token, "7bit"u8) => TransferEncoding.SevenBit,
            _ when System.Text.Ascii.EqualsIgnoreCase(token, "8bit"u8) => TransferEncoding.EightBit,
            _ when System.Text.Ascii.EqualsIgnoreCase(token, "binary"u8) => TransferEncoding.Binary,
            _ when System.Text.Ascii.EqualsIgnoreCase(token, "base64"u8) => TransferEncoding.Base64,
            _ when System.Text.Ascii.EqualsIgnoreCase(token, "quoted-printable"u8) => TransferEncoding.QuotedPrintable,
            _ when System.Text.Ascii.EqualsIgnoreCase(token, "x-uuencode"u8) => TransferEncoding.UuEncode,
            _ when System.Text.Ascii.EqualsIgnoreCase(token, "uuencode"u8) => TransferEncoding.UuEncode,
            _ when System.Text.Ascii.EqualsIgnoreCase(token, "x-uue"u8) => TransferEncoding.UuEncode,
            _ when System.Text.Ascii.EqualsIgnoreCase(token, "uue"u8) => TransferEncoding.UuEncode,
            [] => TransferEncoding.SevenBit,
            _ => TransferEncoding.Unknown,
        };
    }

    /// <summary>The octets that were meant. Those that travelled as they are, are not copied.</summary>
    public static ReadOnlyMemory<byte> Decode(
        ReadOnlyMemory<byte> body, TransferEncoding encoding, DefectList? defects = null, int offset = 0)
    {
        if (encoding is not (TransferEncoding.Base64 or TransferEncoding.QuotedPrintable or TransferEncoding.UuEncode))
            return body;

        // No encoding can make octets out of nothing: the result is never longer than the body.
        var decoded = new byte[encoding == TransferEncoding.Base64 ? (body.Length / 4 * 3) + 3 : body.Length];
        int length, fault;
        if (encoding == TransferEncoding.Base64)
        {
            length = Base64Text.Decode(body.Span, decoded, out fault);
            if (fault >= 0)
                defects?.Add(offset + fault, MimeDefectKind.Base64Malformed);
        }
        else if (encoding == TransferEncoding.UuEncode)
        {
            length = UuText.Decode(body.Span, decoded, out fault);
            if (fault >= 0)
                defects?.Add(offset + fault, MimeDefectKind.UuEncodeMalformed);
        }
        else
        {
            length = QuotedPrintable.Decode(body.Span, decoded, out fault);
            if (fault >= 0)
                defects?.Add(offset + fault, MimeDefectKind.QuotedPrintableMalformed);
        }

        return decoded.AsMemory(0, length);
    }
}
