using System.Globalization;

namespace Rockdove.Mime;

/// <summary>
/// Walks the numbers of a section (RFC 9051 section 6.4.5.1). A message that is not multipart has one part, which is
/// itself; the numbers behind a message/rfc822 part go on in its message.
/// </summary>
internal readonly struct SectionPath(MessageStructure structure)
{
    public MimeRange? Locate(string section)
    {
        if (section.Length == 0)
            return new MimeRange(0, structure.Length);
        var word = WordStart(section);
        var suffix = section.AsSpan(word);
        if (word == 0)
            return Text(structure.Root, suffix);
        var numbers = suffix.IsEmpty ? section : section[..(word - 1)];
        if (Find(numbers) is not { } part)
            return null;
        if (suffix.IsEmpty)
            return part.BodyRange;
        if (suffix.Equals("MIME", StringComparison.OrdinalIgnoreCase))
            return part.HeaderRange;
        return part.IsMessage ? Text(part.Children[0], suffix) : null;
    }

    public PartStructure? Find(string numbers)
    {
        PartStructure? part = null;
        foreach (var range in numbers.AsSpan().Split('.'))
        {
            if (!int.TryParse(numbers.AsSpan()[range], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number == 0)
                return null;
            part = part is null ? InMessage(structure.Root, number)
                : part.IsMultipart ? Child(part, number)
                : part.IsMessage ? InMessage(part.Children[0], number)
                : null;
            if (part is null)
                return null;
        }

        return part;
    }

    // Where HEADER, TEXT or MIME starts behind the numbers; the length if there is none.
    private static int WordStart(string section)
    {
        var dot = section.LastIndexOf('.');
        return section.Length > dot + 1 && char.IsAsciiLetter(section[dot + 1]) ? dot + 1 : section.Length;
    }

    private static MimeRange? Text(PartStructure message, ReadOnlySpan<char> word) =>
        word.Equals("HEADER", StringComparison.OrdinalIgnoreCase) ? message.HeaderRange
        : word.Equals("TEXT", StringComparison.OrdinalIgnoreCase) ? message.BodyRange
        : null;

    private static PartStructure? InMessage(PartStructure message, int number) =>
        message.IsMultipart ? Child(message, number) : number == 1 ? message : null;

    private static PartStructure? Child(PartStructure multipart, int number) =>
        number <= multipart.Children.Count ? multipart.Children[number - 1] : null;
}
