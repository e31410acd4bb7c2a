namespace Rockdove.Mime;

/// <summary>Something in a message that its grammar does not allow, or that lies past a limit of ours.</summary>
/// <param name="Offset">Where, in octets from the start of the message.</param>
/// <param name="Kind">What.</param>
public readonly record struct MimeDefect(int Offset, MimeDefectKind Kind)
{
    /// <summary>
    /// The rule that was broken, such as <c>RFC 2046 section 5.1.1</c>; of limits, the rule it protects.
    /// </summary>
    public string Section => Kind switch
    {
        MimeDefectKind.BareLineFeed => "RFC 5322 section 2.3",
        MimeDefectKind.HeaderLineMalformed => "RFC 5322 section 2.2",
        MimeDefectKind.HeaderStartsFolded => "RFC 5322 section 2.2.3",
        MimeDefectKind.HeaderSpaceBeforeColon => "RFC 5322 section 4.5",
        MimeDefectKind.HeaderUnterminated => "RFC 5322 section 2.1",
        MimeDefectKind.HeaderNul => "RFC 5322 section 4.1",
        MimeDefectKind.HeaderNotUtf8 => "RFC 6532 section 3.1",
        MimeDefectKind.MboxLine => "RFC 4155 appendix A",
        MimeDefectKind.HeaderBlockTooLarge or MimeDefectKind.TooManyHeaderFields => "RFC 5322 section 2.1",
        MimeDefectKind.ContentTypeMalformed => "RFC 2045 section 5.2",
        MimeDefectKind.BoundaryMissing or MimeDefectKind.BoundaryTooLong or MimeDefectKind.DelimiterMissing
            or MimeDefectKind.CloseDelimiterMissing or MimeDefectKind.TooManyParts => "RFC 2046 section 5.1.1",
        MimeDefectKind.TooDeep => "RFC 2046 section 5.1",
        MimeDefectKind.TransferEncodingUnknown => "RFC 2045 section 6.1",
        MimeDefectKind.TransferEncodingOnComposite => "RFC 2045 section 6.4",
        MimeDefectKind.Base64Malformed => "RFC 2045 section 6.8",
        MimeDefectKind.QuotedPrintableMalformed => "RFC 2045 section 6.7",
        MimeDefectKind.UuEncodeMalformed => "RFC 2045 section 6.3",
        MimeDefectKind.CharsetUnknown or MimeDefectKind.TextNotInCharset => "RFC 2046 section 4.1.2",
        MimeDefectKind.EncodedWordMalformed => "RFC 2047 section 2",
        MimeDefectKind.EncodedWordQuoted => "RFC 2047 section 5",
        MimeDefectKind.AddressMalformed or MimeDefectKind.TooManyAddresses => "RFC 5322 section 3.4",
        MimeDefectKind.DateMalformed => "RFC 5322 section 3.3",
        MimeDefectKind.TooManyParameters => "RFC 2045 section 5.1",
        // TooManyDefects, MessageTooLarge.
        _ => "RFC 5322 section 2.1",
    };
}

/// <summary>What a <see cref="MimeDefect"/> is about.</summary>
public enum MimeDefectKind : byte
{
    /// <summary>A header or delimiter line ends in LF alone. Reported once a message.</summary>
    BareLineFeed = 1,

    /// <summary>A line in a header is no field: the body starts there.</summary>
    HeaderLineMalformed,

    /// <summary>The first line of a header starts with a space: it continues nothing and is skipped.</summary>
    HeaderStartsFolded,

    HeaderSpaceBeforeColon,

    /// <summary>A header has no empty line after it.</summary>
    HeaderUnterminated,

    HeaderNul,

    /// <summary>Octets above 127 that are not UTF-8; read as Latin-1.</summary>
    HeaderNotUtf8,

    /// <summary>The message starts with an mbox <c>From </c> line, which is skipped.</summary>
    MboxLine,

    /// <summary>Past <see cref="MimeLimits.HeaderBlockBytes"/>: the fields that follow are not indexed.</summary>
    HeaderBlockTooLarge,

    /// <summary>Past <see cref="MimeLimits.HeaderFields"/> or <see cref="MimeLimits.HeaderFieldsInMessage"/>.</summary>
    TooManyHeaderFields,

    /// <summary>The content type cannot be read: the default is taken.</summary>
    ContentTypeMalformed,

    /// <summary>A multipart names no boundary: it is opaque.</summary>
    BoundaryMissing,

    /// <summary>Past <see cref="MimeLimits.BoundaryBytes"/>: the multipart is opaque.</summary>
    BoundaryTooLong,

    /// <summary>A multipart in which no delimiter was found.</summary>
    DelimiterMissing,

    /// <summary>A multipart that ends without its close-delimiter.</summary>
    CloseDelimiterMissing,

    /// <summary>Past <see cref="MimeLimits.Depth"/>: the part is opaque.</summary>
    TooDeep,

    /// <summary>Past <see cref="MimeLimits.Parts"/>: everything that follows is opaque.</summary>
    TooManyParts,

    /// <summary>A transfer encoding that we do not know: the octets are taken as they are.</summary>
    TransferEncodingUnknown,

    /// <summary>A multipart or message with base64 or quoted-printable.</summary>
    TransferEncodingOnComposite,

    Base64Malformed,
    QuotedPrintableMalformed,

    /// <summary>A charset that we do not know: the text is read as Latin-1.</summary>
    CharsetUnknown,

    /// <summary>Octets that the charset does not have; each is read as U+FFFD.</summary>
    TextNotInCharset,

    EncodedWordMalformed,

    /// <summary>An encoded word inside a quoted string or a parameter, where none may be. It is decoded.</summary>
    EncodedWordQuoted,

    AddressMalformed,

    /// <summary>Past <see cref="MimeLimits.AddressesInField"/>: the rest of the field is not read.</summary>
    TooManyAddresses,

    DateMalformed,

    /// <summary>Past <see cref="MimeLimits.Parameters"/>: the rest of the field is not read.</summary>
    TooManyParameters,

    /// <summary>Past <see cref="MimeLimits.Defects"/>: there are more, which are not recorded.</summary>
    TooManyDefects,

    /// <summary>uuencoded octets without their begin or end, or with lines that are too short.</summary>
    UuEncodeMalformed,

    /// <summary>Past <see cref="MimeLimits.MessageBytes"/>: what follows is not looked at.</summary>
    MessageTooLarge,
}

/// <summary>Defects as they are found, up to the limit.</summary>
internal sealed class DefectList(int limit)
{
    private int _limit = limit;
    private List<MimeDefect>? _found;

    public IReadOnlyList<MimeDefect> Items => _found ?? (IReadOnlyList<MimeDefect>)[];

    public void Add(int offset, MimeDefectKind kind)
    {
        var defects = _found ??= [];
        if (defects.Count < _limit - 1)
            defects.Add(new MimeDefect(offset, kind));
        else if (defects.Count == _limit - 1)
            defects.Add(new MimeDefect(offset, MimeDefectKind.TooManyDefects));
    }

    /// <summary>Empty again, and up to another limit.</summary>
    public void Restart(int limit)
    {
        _limit = limit;
        _found?.Clear();
    }

    public MimeDefect[] ToArray() => _found?.ToArray() ?? [];
}
