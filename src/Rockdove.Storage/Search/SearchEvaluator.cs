using System.Buffers;
using System.Text;

namespace Rockdove.Storage;

/// <summary>
/// Says whether a query holds for a message: the last word of every search, since an index only proposes.
/// </summary>
public static class SearchEvaluator
{
    /// <summary>
    /// Whether the query holds; null if that cannot be said without the row or without the text.
    /// </summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="row">With its envelope, if it has one. Null if it was not read yet.</param>
    /// <param name="text">Null if it was not read yet.</param>
    public static bool? Holds(SearchQuery query, MessageRow? row, SearchText? text) => query switch
    {
        AllQuery => true,
        AndQuery and => AllHold(and, row, text),
        OrQuery or => OneHolds(or, row, text),
        NotQuery not => !Holds(not.Query, row, text),
        AddressQuery address => HasAddress(address, row, text),
        TextQuery { Match: not TextMatch.Substring, Words.Count: 0 } => false,
        TextQuery { Folded: "", Place: SearchPlace.Message or SearchPlace.Body } => true,
        _ when IsOfText(query) => text is null ? null : HoldsIn(query, text),
        _ => row is null ? null : HoldsFor(query, row),
    };

    /// <summary>
    /// Whether a condition, which is no operator, looks at what the message says and not at its row.
    /// </summary>
    public static bool IsOfText(SearchQuery query) => query
        is TextQuery
        or PatternQuery
        or AddressQuery
        or AttachmentQuery
        or InlineQuery
        or DayQuery { Date: SearchDate.Sent }
        or MomentQuery { Date: SearchDate.Sent };

    private static bool? AllHold(AndQuery and, MessageRow? row, SearchText? text)
    {
        bool? all = true;
        for (var i = 0; i < and.Parts.Count; i++)
        {
            var holds = Holds(and.Parts[i], row, text);
            if (holds == false)
                return false;
            all = all is null ? null : holds;
        }
        return all;
    }

    private static bool? OneHolds(OrQuery or, MessageRow? row, SearchText? text)
    {
        bool? one = false;
        for (var i = 0; i < or.Parts.Count; i++)
        {
            var holds = Holds(or.Parts[i], row, text);
            if (holds == true)
                return true;
            one = one is null ? null : holds;
        }
        return one;
    }

    private static bool HoldsFor(SearchQuery query, MessageRow row) => query switch
    {
        UidQuery uid => uid.Value.Contains(row.Uid),
        FlagQuery flag => row.Flags.Has(flag.Value),
        KeywordQuery keyword => row.Flags.Has(keyword.Value),
        SizeQuery size => row.Bytes >= size.AtLeast && row.Bytes <= size.AtMost,
        ModSequenceQuery since => row.ModSequence >= since.Value,
        DayQuery day => IsWithin(day, DateOf(row, day.Date)),
        MomentQuery moment => IsWithin(moment, DateOf(row, moment.Date)),
        MessageQuery message => row.Message == message.Value,
        ThreadQuery thread => row.Thread == thread.Value,
        _ => throw new ArgumentException($"A query of an unknown kind: {query}.", nameof(query)),
    };

    private static bool HoldsIn(SearchQuery query, SearchText text) => query switch
    {
        TextQuery { Place: SearchPlace.FileName } wanted => HasFileName(wanted, text),
        TextQuery wanted => HasText(wanted, text),
        PatternQuery wanted => HasMatch(wanted, text),
        AttachmentQuery => text.HasAttachment,
        InlineQuery => text.HasInline,
        DayQuery day => text.SentAt is { } sent && IsWithin(day, sent),
        MomentQuery moment => text.SentAt is { } sent && IsWithin(moment, sent),
        _ => throw new ArgumentException($"A query of an unknown kind: {query}.", nameof(query)),
    };

    private static bool HasText(TextQuery wanted, SearchText text)
    {
        // Most texts do not have it anywhere, which is quickly said of all octets at once.
        if (wanted.Match == TextMatch.Substring && text.Octets.Span.IndexOf(wanted.FoldedOctets) < 0)
            return false;
        var reader = text.Read();
        while (reader.TryReadField(out var name, out var value))
        {
            if (wanted.Place != SearchPlace.Body && IsOneOf(wanted.FieldOctets, name) && IsIn(wanted, value))
                return true;
        }
        return wanted.Place != SearchPlace.Header && IsIn(wanted, reader.ReadBody());
    }

    private static bool HasFileName(TextQuery wanted, SearchText text)
    {
        var reader = text.Read();
        while (reader.TryReadFileName(out var name))
            if (IsIn(wanted, name))
                return true;
        return false;
    }

    private static bool HasMatch(PatternQuery wanted, SearchText text)
    {
        var reader = text.Read();
        while (reader.TryReadField(out var name, out var value))
        {
            if (!name.SequenceEqual(wanted.FieldOctets))
                continue;
            var buffer = ArrayPool<char>.Shared.Rent(value.Length);
            var isMatch = wanted.Regex.IsMatch(buffer.AsSpan(0, Encoding.UTF8.GetChars(value, buffer)));
            ArrayPool<char>.Shared.Return(buffer);
            if (isMatch)
                return true;
        }
        return false;
    }

    private static bool IsOneOf(byte[][] names, ReadOnlySpan<byte> name)
    {
        foreach (var each in names)
            if (name.SequenceEqual(each))
                return true;
        return names.Length == 0;
    }

    private static bool IsIn(TextQuery wanted, ReadOnlySpan<byte> text)
    {
        if (wanted.Match == TextMatch.Substring)
            return text.IndexOf(wanted.FoldedOctets) >= 0;
        var buffer = ArrayPool<char>.Shared.Rent(text.Length); // There are no more characters than octets.
        var characters = buffer.AsSpan(0, Encoding.UTF8.GetChars(text, buffer));
        var isIn = SearchWords.Contains(characters, wanted.Words, lastGoesOn: wanted.Match == TextMatch.Prefix);
        ArrayPool<char>.Shared.Return(buffer);
        return isIn;
    }

    private static bool? HasAddress(AddressQuery wanted, MessageRow? row, SearchText? text)
    {
        if (row?.Envelope is { } envelope && IsInEnvelope(wanted, envelope))
            return true;
        var knowsEnvelope = (wanted.Places & Outside) == 0 || row is not null || text is { KnowsEnvelope: true };
        if (text is null)
            return knowsEnvelope && (wanted.Places & ~Outside) == 0 ? false : null;
        var reader = text.Read();
        while (reader.TryReadAddress(out var place, out var address))
            if ((place & wanted.Places) != 0 && address.SequenceEqual(wanted.FoldedOctets))
                return true;
        return knowsEnvelope ? false : null;
    }

    private static bool IsInEnvelope(AddressQuery wanted, DeliveryEnvelope envelope)
    {
        if (wanted.Places.HasFlag(AddressPlaces.EnvelopeSender) && IsSame(wanted, envelope.ReversePath))
            return true;
        if (!wanted.Places.HasFlag(AddressPlaces.EnvelopeRecipient))
            return false;
        for (var i = 0; i < envelope.ForwardPaths.Count; i++)
            if (IsSame(wanted, envelope.ForwardPaths[i]))
                return true;
        return false;
    }

    private static bool IsSame(AddressQuery wanted, string address) =>
        address.Length >= wanted.Folded.Length && SearchFold.Of(address) == wanted.Folded;

    private static DateTimeOffset DateOf(MessageRow row, SearchDate date) =>
        date == SearchDate.Saved ? row.SavedAt ?? row.InternalDate : row.InternalDate;

    private static bool IsWithin(DayQuery wanted, DateTimeOffset date)
    {
        var day = DateOnly.FromDateTime(date.DateTime);
        return !(day < wanted.Since) && !(day >= wanted.Before);
    }

    private static bool IsWithin(MomentQuery wanted, DateTimeOffset date) =>
        !(date < wanted.Since) && !(date >= wanted.Before);

    private const AddressPlaces Outside = AddressPlaces.EnvelopeSender | AddressPlaces.EnvelopeRecipient;
}
