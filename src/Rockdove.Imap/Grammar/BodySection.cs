using System.Text;

namespace Rockdove.Imap;

/// <summary>Which octets of a part BODY[…] means (RFC 9051 section 6.4.5.1).</summary>
public enum SectionText : byte
{
    /// <summary>All of it: the message, or the part's body.</summary>
    All,

    /// <summary><c>HEADER</c>: of the message, or of the message that the part is.</summary>
    Header,

    /// <summary><c>HEADER.FIELDS</c>: only these fields.</summary>
    HeaderFields,

    /// <summary><c>HEADER.FIELDS.NOT</c>: all but these.</summary>
    HeaderFieldsNot,

    /// <summary><c>TEXT</c>: what follows the header.</summary>
    Text,

    /// <summary><c>MIME</c>: the MIME header of the part.</summary>
    Mime,
}

/// <summary>section-spec: a part by number, and what of it.</summary>
/// <param name="Part">Numbers from 1, from the outside in; empty for the message itself.</param>
/// <param name="Text">Which octets.</param>
/// <param name="Fields">The names, for the two that need them.</param>
public sealed record BodySection(IReadOnlyList<uint> Part, SectionText Text, IReadOnlyList<string> Fields)
{
    /// <summary>As it stands between the brackets of a response.</summary>
    public override string ToString()
    {
        var name = Text switch
        {
            SectionText.Header => "HEADER",
            SectionText.HeaderFields => "HEADER.FIELDS",
            SectionText.HeaderFieldsNot => "HEADER.FIELDS.NOT",
            SectionText.Text => "TEXT",
            SectionText.Mime => "MIME",
            _ => "",
        };
        var label = string.Join('.', Part) + (Part.Count > 0 && name.Length > 0 ? "." : "") + name;
        return Fields.Count == 0 ? label : $"{label} ({string.Join(' ', Fields.Select(Quote))})";
    }

    internal static bool TryRead(ref ImapReader reader, FetchBounds bounds, out BodySection section)
    {
        section = Whole;
        if (!reader.Accept((byte)'[') || !TryReadPart(ref reader, bounds.PartDepth, out var part, out var mayHaveText))
            return false;
        var text = SectionText.All;
        List<string> fields = [];
        if (!reader.IsNext((byte)']')
            && (!mayHaveText || !TryReadText(ref reader, bounds, part.Count > 0, out text, fields)))
            return false;
        if (!reader.Accept((byte)']'))
            return false;
        section = new BodySection(part, text, fields);
        return true;
    }

    /// <summary>section-binary: part numbers alone.</summary>
    internal static bool TryReadBinary(ref ImapReader reader, FetchBounds bounds, out BodySection section) =>
        TryRead(ref reader, bounds, out section) && section.Text == SectionText.All;

    private static bool TryReadPart(ref ImapReader reader, int limit, out List<uint> part, out bool mayHaveText)
    {
        part = [];
        mayHaveText = true;
        while (reader.TryNonZero(out var number))
        {
            if (part.Count == limit)
                return false;
            part.Add(number);
            mayHaveText = reader.Accept((byte)'.');
            if (!mayHaveText)
                break;
        }

        return part.Count == 0 || !mayHaveText || !reader.IsNext((byte)']');
    }

    private static bool TryReadText(
        ref ImapReader reader, FetchBounds bounds, bool isPart, out SectionText text, List<string> fields)
    {
        text = SectionText.All;
        if (reader.AcceptWord("HEADER"u8))
            text = SectionText.Header;
        else if (reader.AcceptWord("TEXT"u8))
            text = SectionText.Text;
        else if (isPart && reader.AcceptWord("MIME"u8))
            text = SectionText.Mime;
        else if (reader.AcceptWord("HEADER.FIELDS"u8))
            text = SectionText.HeaderFields;
        else if (reader.AcceptWord("HEADER.FIELDS.NOT"u8))
            text = SectionText.HeaderFieldsNot;
        else
            return false;
        return text is not (SectionText.HeaderFields or SectionText.HeaderFieldsNot)
            || TryReadFields(ref reader, bounds.HeaderFields, fields);
    }

    private static bool TryReadFields(ref ImapReader reader, int limit, List<string> fields)
    {
        if (!reader.AcceptSpace() || !reader.Accept((byte)'('))
            return false;
        do
        {
            // A field name is printable ASCII without a colon (RFC 5322 section 3.6.8).
            if (fields.Count == limit || !reader.TryAString(out var name) || name.HasEscapes
                || name.Raw.IsEmpty || name.Raw.ContainsAnyExceptInRange((byte)33, (byte)126)
                || name.Raw.Contains((byte)':'))
                return false;
            fields.Add(Encoding.ASCII.GetString(name.Raw));
        }
        while (reader.AcceptSpace());
        return reader.Accept((byte)')');
    }

    /// <summary>
    /// A name of printable ASCII without a colon; most can stand as they are. One with <c>]</c> could, by the grammar,
    /// but a reader that looks for the end of the section would find it there.
    /// </summary>
    private static string Quote(string field)
    {
        if (ImapCharacters.IsAtom(Encoding.ASCII.GetBytes(field)))
            return field;
        var escaped = field.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
        return $"\"{escaped}\"";
    }

    private static readonly BodySection Whole = new([], SectionText.All, []);
}

/// <summary>How much FETCH may ask for.</summary>
internal readonly record struct FetchBounds(int Items, int PartDepth, int HeaderFields);
