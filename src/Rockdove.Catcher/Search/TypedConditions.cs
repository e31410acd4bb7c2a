using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>Makes a condition of a word that somebody typed.</summary>
/// <param name="zone">Of dates that name none.</param>
/// <param name="tagKeywords">The keywords that are tags now.</param>
/// <param name="ignored">Gets the words of which no condition could be made.</param>
internal sealed class TypedConditions(
    TimeZoneInfo zone, IReadOnlyList<string> tagKeywords, List<string> ignored)
{
    /// <summary>Null if the word says nothing.</summary>
    /// <exception cref="ArgumentException">It is longer than a query may have.</exception>
    public SearchQuery? Of(string word)
    {
        if (word.Length > SearchQuery.MaximumTextLength)
            throw new ArgumentException($"a word is at most {SearchQuery.MaximumTextLength} characters");
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? "" : word[..colon].ToLowerInvariant();
        var value = Clean(word[(colon + 1)..]);
        if (value.Length == 0 && (Fields.Contains(name) || NeedValue.Contains(name)))
            return Ignore(word);
        if (value.StartsWith('=') && ExactPlaces.TryGetValue(name, out var places))
            return value.Length == 1 ? Ignore(word) : Exactly(name, places, value[1..].Trim());
        return name switch
        {
            "subject" when value is ['/', _, .., '/'] => SearchQuery.FieldMatches("Subject", value[1..^1]),
            "header" => Header(value),
            "attachment" or "filename" => SearchQuery.InFileName(value),
            "subject" => SearchQuery.InField("Subject", word[(colon + 1)..].Trim()),
            "bcc" => SearchQuery.Or(SearchQuery.InField("Bcc", value), BlindCopy(value)),
            "addressed" => SearchQuery.Or(
                [.. Addresses.Select(field => SearchQuery.InField(field, value)), Recipient(value)]),
            "tag" => TagName.ToKeyword(value) is { } keyword ? SearchQuery.Keyword(keyword) : Nothing,
            "before" => Moment(word, value, before: true),
            "after" => Moment(word, value, before: false),
            "larger" when TypedSize.Read(value) is { } octets => SearchQuery.Size(octets + 1),
            "smaller" when TypedSize.Read(value) is { } octets => SearchQuery.Size(0, octets - 1),
            _ when Fields.Contains(name) => SearchQuery.InField(name, value),
            _ => Known(word.ToLowerInvariant()) ?? Text(word),
        };
    }

    private SearchQuery? Known(string word) => word switch
    {
        "is:read" => SearchQuery.Flags(SystemFlags.Seen),
        "is:unread" => SearchQuery.Not(SearchQuery.Flags(SystemFlags.Seen)),
        "is:tagged" => tagKeywords.Count == 0
            ? Nothing
            : SearchQuery.Or([.. tagKeywords.Select(SearchQuery.Keyword)]),
        "has:attachment" or "has:attachments" => SearchQuery.HasAttachment(),
        "has:inline" or "has:inlines" => // The index knows of the field and not of what is shown inline.
            SearchQuery.And(SearchQuery.InField("Content-Type", "multipart/"), SearchQuery.HasInline()),
        _ => null,
    };

    private SearchQuery? Text(string word)
    {
        var text = Clean(word);
        if (!text.Any(IsLookedFor))
            return Ignore(word);
        return SearchQuery.Or(SearchQuery.InFieldsOrBody(Shown, text), Recipient(text));
    }

    private SearchQuery? Moment(string word, string value, bool before)
    {
        if (TypedDate.Read(value, zone) is not { } moment)
            return Ignore(word);
        return before
            ? SearchQuery.Moments(SearchDate.Internal, null, moment.AddMilliseconds(1)) // That moment as well.
            : SearchQuery.Moments(SearchDate.Internal, moment, null);
    }

    private SearchQuery? Ignore(string word)
    {
        ignored.Add(word);
        return null;
    }

    /// <summary><c>Name</c>, <c>Name:text</c> or <c>"Name: text"</c>.</summary>
    private static SearchQuery Header(string value)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        return colon < 1
            ? SearchQuery.InField(value, "")
            : SearchQuery.InField(value[..colon].TrimEnd(), value[(colon + 1)..].Trim());
    }

    private static SearchQuery Exactly(string name, AddressPlaces places, string address) => name == "bcc"
        ? SearchQuery.Or(SearchQuery.Address(places, address), BlindCopy(address))
        : SearchQuery.Address(places, address);

    /// <summary>Only whole addresses of the envelope can be asked for.</summary>
    private static SearchQuery Recipient(string address) =>
        SearchQuery.Address(AddressPlaces.EnvelopeRecipient, address);

    private static SearchQuery BlindCopy(string address) => SearchQuery.And(
        Recipient(address), SearchQuery.Not(SearchQuery.Address(AddressPlaces.To | AddressPlaces.Cc, address)));

    /// <summary>Marks around a word are of the sentence that it stood in.</summary>
    private static string Clean(string text) => text.Trim(Marks);

    /// <summary>A word of signs alone would be in every message. Signs beyond ASCII are meant.</summary>
    private static bool IsLookedFor(char character) => !char.IsAscii(character) || char.IsAsciiLetterOrDigit(character);

    private static readonly char[] Marks = ['<', '>', '"', ',', ';', '(', ')', ' ', '\t', '\r', '\n'];

    private static readonly SearchQuery Nothing = SearchQuery.Not(SearchQuery.All);

    private static readonly HashSet<string> Fields = ["from", "to", "cc", "reply-to", "message-id", "subject"];

    private static readonly HashSet<string> NeedValue =
        ["bcc", "addressed", "tag", "before", "after", "header", "attachment", "filename"];

    private static readonly Dictionary<string, AddressPlaces> ExactPlaces = new()
    {
        ["from"] = AddressPlaces.From,
        ["to"] = AddressPlaces.To,
        ["cc"] = AddressPlaces.Cc,
        ["bcc"] = AddressPlaces.Bcc,
        ["reply-to"] = AddressPlaces.ReplyTo,
        ["addressed"] = AddressPlaces.Any & ~(AddressPlaces.Sender | AddressPlaces.EnvelopeSender),
    };

    private static readonly string[] Addresses = ["From", "To", "Cc", "Bcc", "Reply-To"];

    private static readonly string[] Shown = [.. Addresses, "Subject"];
}
