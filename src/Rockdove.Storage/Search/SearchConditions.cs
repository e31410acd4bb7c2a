using System.Text;

namespace Rockdove.Storage;

/// <summary>A text in the header or the body.</summary>
public sealed class TextQuery : SearchQuery
{
    internal TextQuery(SearchPlace place, string[] fields, string text, TextMatch match)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaximumTextLength || fields.Any(static field => field.Length > MaximumTextLength))
            throw new ArgumentException($"A text is at most {MaximumTextLength} characters.", nameof(text));
        (Place, Fields, Text, Match) = (place, fields, text, match);
        Folded = SearchFold.Of(text);
        FoldedOctets = Encoding.UTF8.GetBytes(Folded);
        FieldOctets = [.. fields.Select(static field => Encoding.UTF8.GetBytes(SearchFold.Of(field)))];
        Words = match == TextMatch.Substring ? [] : SearchWords.Of(Folded);
    }

    public SearchPlace Place { get; }

    /// <summary>The names of the fields to look into, if into fields at all; none for all.</summary>
    public IReadOnlyList<string> Fields { get; }

    public string Text { get; }

    /// <summary>The text as it is compared.</summary>
    public string Folded { get; }

    public TextMatch Match { get; }

    /// <summary>The words of the text, folded, where words are compared.</summary>
    public IReadOnlyList<string> Words { get; }

    internal byte[] FoldedOctets { get; }

    internal byte[][] FieldOctets { get; }

    public override string ToString() =>
        $"{Match.ToString().ToUpperInvariant()} {Place}{string.Concat(Fields.Select(name => $" {name}"))} \"{Text}\"";
}

/// <summary>An address, whole.</summary>
public sealed class AddressQuery : SearchQuery
{
    internal AddressQuery(AddressPlaces places, string address)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        if (address.Length > MaximumTextLength)
            throw new ArgumentException($"An address is at most {MaximumTextLength} characters.", nameof(address));
        (Places, Value) = (places, address);
        Folded = SearchFold.Of(address);
        FoldedOctets = Encoding.UTF8.GetBytes(Folded);
    }

    public AddressPlaces Places { get; }

    public string Value { get; }

    /// <summary>The address as it is compared.</summary>
    public string Folded { get; }

    internal byte[] FoldedOctets { get; }

    public override string ToString() => $"ADDRESS {Places} \"{Value}\"";
}

/// <summary>A day, in the zone that the date was given with.</summary>
public sealed class DayQuery : SearchQuery
{
    internal DayQuery(SearchDate date, DateOnly? since, DateOnly? before) =>
        (Date, Since, Before) = (date, since, before);

    public SearchDate Date { get; }

    public DateOnly? Since { get; }

    public DateOnly? Before { get; }

    public override string ToString() => $"{Date} DAY {Since:O}..{Before:O}";
}

/// <summary>A moment.</summary>
public sealed class MomentQuery : SearchQuery
{
    internal MomentQuery(SearchDate date, DateTimeOffset? since, DateTimeOffset? before) =>
        (Date, Since, Before) = (date, since, before);

    public SearchDate Date { get; }

    public DateTimeOffset? Since { get; }

    public DateTimeOffset? Before { get; }

    public override string ToString() => $"{Date} {Since:O}..{Before:O}";
}

/// <summary>Octets of the message.</summary>
public sealed class SizeQuery : SearchQuery
{
    internal SizeQuery(long atLeast, long atMost) => (AtLeast, AtMost) = (atLeast, atMost);

    public long AtLeast { get; }

    public long AtMost { get; }

    public override string ToString() => $"SIZE {AtLeast}..{AtMost}";
}

/// <summary>System flags, all of them set.</summary>
public sealed class FlagQuery : SearchQuery
{
    internal FlagQuery(SystemFlags flags) => Value = flags;

    public SystemFlags Value { get; }

    public override string ToString() => $"FLAGS {Value}";
}

/// <summary>A keyword that is set.</summary>
public sealed class KeywordQuery : SearchQuery
{
    internal KeywordQuery(string keyword)
    {
        if (!FlagSet.IsKeyword(keyword))
            throw new ArgumentException($"'{keyword}' is not a keyword: see FlagSet.IsKeyword.", nameof(keyword));
        Value = keyword;
    }

    public string Value { get; }

    public override string ToString() => $"KEYWORD {Value}";
}

/// <summary>Something is attached.</summary>
public sealed class AttachmentQuery : SearchQuery
{
    internal AttachmentQuery()
    {
    }

    public override string ToString() => "ATTACHMENT";
}

/// <summary>Something is shown within the text.</summary>
public sealed class InlineQuery : SearchQuery
{
    internal InlineQuery()
    {
    }

    public override string ToString() => "INLINE";
}

/// <summary>Unique identifiers.</summary>
public sealed class UidQuery : SearchQuery
{
    internal UidQuery(UidSet uids) => Value = uids;

    public UidSet Value { get; }

    public override string ToString() => $"UID {Value}";
}

/// <summary>A mod-sequence or a later one.</summary>
public sealed class ModSequenceQuery : SearchQuery
{
    internal ModSequenceQuery(ModSequence modSequence) => Value = modSequence;

    public ModSequence Value { get; }

    public override string ToString() => $"MODSEQ {Value}";
}

/// <summary>One message, wherever it lies.</summary>
public sealed class MessageQuery : SearchQuery
{
    internal MessageQuery(MessageId message) => Value = message;

    public MessageId Value { get; }

    public override string ToString() => $"MESSAGE {Value}";
}

/// <summary>The messages of a conversation.</summary>
public sealed class ThreadQuery : SearchQuery
{
    internal ThreadQuery(ThreadId thread) => Value = thread;

    public ThreadId Value { get; }

    public override string ToString() => $"THREAD {Value}";
}
