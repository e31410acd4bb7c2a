using System.Text;

namespace Rockdove.Mime;

/// <summary>What a kind of defect is called, and what to do about it.</summary>
/// <param name="Id">Stable; scripts and suppressions depend on it: <c>bare-line-feed</c>.</param>
/// <param name="Message">What is wrong and what to do, for people.</param>
public sealed record LintRule(string Id, string Message)
{
    public static LintRule Of(MimeDefectKind kind) => All[kind];

    private static string Name(MimeDefectKind kind)
    {
        var name = new StringBuilder();
        foreach (var character in kind.ToString())
        {
            if (char.IsAsciiLetterUpper(character) && name.Length > 0)
                name.Append('-');
            name.Append(char.ToLowerInvariant(character));
        }

        return name.ToString();
    }

    private static string Explain(MimeDefectKind kind)
    {
        return kind switch
        {
            MimeDefectKind.BareLineFeed => "A line ends in LF alone. End every line with CRLF.",
            MimeDefectKind.HeaderLineMalformed =>
                "A line in the header is no field, so the body starts there. Write 'Name: value', or an "
                + "empty line before the body.",
            MimeDefectKind.HeaderStartsFolded =>
                "The header starts with a continued line. Start it with a field.",
            MimeDefectKind.HeaderSpaceBeforeColon =>
                "White space stands between the name of a field and its colon. Remove it.",
            MimeDefectKind.HeaderUnterminated => "The header has no empty line after it. Write one.",
            MimeDefectKind.HeaderNul => "A field has a NUL in it. Remove or encode it.",
            MimeDefectKind.HeaderNotUtf8 =>
                "A field has octets that are not UTF-8. Encode the text (RFC 2047), or write UTF-8 and "
                + "send with SMTPUTF8.",
            MimeDefectKind.MboxLine =>
                "The message starts with the 'From ' line of an mbox file. Remove it.",
            MimeDefectKind.HeaderBlockTooLarge =>
                "The header is larger than what is indexed. Write fewer or shorter fields.",
            MimeDefectKind.TooManyHeaderFields => "There are more fields than what is indexed. Write fewer.",
            MimeDefectKind.ContentTypeMalformed =>
                "The content type cannot be read, so its default is taken. Write 'type/subtype'.",
            MimeDefectKind.BoundaryMissing =>
                "A multipart has no boundary, so it is text. Give it a boundary parameter.",
            MimeDefectKind.BoundaryTooLong =>
                "The boundary is too long, so the multipart is one block. Use 70 characters at most.",
            MimeDefectKind.DelimiterMissing =>
                "A multipart has no delimiter with its boundary. Write '--' and the boundary before each "
                + "part.",
            MimeDefectKind.CloseDelimiterMissing =>
                "A multipart does not end. Write '--', the boundary and '--' after its last part.",
            MimeDefectKind.TooDeep => "Parts lie too deep, so this one is one block. Nest fewer.",
            MimeDefectKind.TooManyParts =>
                "There are too many parts, so the rest is one block. Write fewer.",
            MimeDefectKind.TransferEncodingUnknown =>
                "The transfer encoding is not known. Use 7bit, 8bit, binary, quoted-printable or base64.",
            MimeDefectKind.TransferEncodingOnComposite =>
                "A multipart or message is encoded as a whole. Encode its parts instead.",
            MimeDefectKind.Base64Malformed =>
                "The base64 has characters or padding where none may be. Encode it again.",
            MimeDefectKind.QuotedPrintableMalformed =>
                "An '=' starts neither an octet nor a soft line break. Write '=3D'.",
            MimeDefectKind.CharsetUnknown => "The charset is not known. Use UTF-8, and say so.",
            MimeDefectKind.TextNotInCharset =>
                "The text has octets that its charset does not have. Name the charset that it is in.",
            MimeDefectKind.EncodedWordMalformed =>
                "An encoded word cannot be decoded as it says. Encode it again.",
            MimeDefectKind.EncodedWordQuoted =>
                "An encoded word stands where none may be. Use it outside of quotes, and RFC 2231 in "
                + "parameters.",
            MimeDefectKind.AddressMalformed =>
                "An address list is not written as the grammar wants it. Quote names with special "
                + "characters, and separate with commas.",
            MimeDefectKind.TooManyAddresses =>
                "There are more addresses in a field than what is read. Write fewer.",
            MimeDefectKind.DateMalformed =>
                "The date cannot be read. Write it like 'Fri, 21 Nov 1997 09:55:06 -0600'.",
            MimeDefectKind.TooManyParameters => "There are more parameters than what is read. Write fewer.",
            MimeDefectKind.TooManyDefects => "There are more defects than are told. Mend these first.",
            MimeDefectKind.UuEncodeMalformed =>
                "The uuencoded text has no begin or no end, or a broken line. Use base64.",
            MimeDefectKind.MessageTooLarge =>
                "The message is larger than what is looked at. Send a link to what it carries.",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }

    private static readonly Dictionary<MimeDefectKind, LintRule> All =
        Enum.GetValues<MimeDefectKind>().ToDictionary(kind => kind, kind => new LintRule(Name(kind), Explain(kind)));
}
