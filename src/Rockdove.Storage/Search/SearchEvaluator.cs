namespace Rockdove.Storage;

/// <summary>
/// Says whether a query holds for a message: the last word of every search, since an index only proposes.
/// </summary>
public static class SearchEvaluator
{
    /// <summary>
    /// Whether the query holds; null if that cannot be said without the text.
    /// </summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="row">With its envelope, if it has one.</param>
    /// <param name="text">Null if it was not read yet.</param>
    public static bool? Holds(SearchQuery query, MessageRow row, SearchText? text)
    {
        ArgumentNullException.ThrowIfNull(row);
        return query switch
        {
            AllQuery => true,
            AndQuery and => AllHold(and, row, text),
            OrQuery or => OneHolds(or, row, text),
            NotQuery not => !Holds(not.Query, row, text),
            UidQuery uid => uid.Value.Contains(row.Uid),
            FlagQuery flag => row.Flags.Has(flag.Value),
            KeywordQuery keyword => row.Flags.Has(keyword.Value),
            SizeQuery size => row.Bytes >= size.AtLeast && row.Bytes <= size.AtMost,
            ModSequenceQuery since => row.ModSequence >= since.Value,
            DayQuery { Date: not SearchDate.Sent } day => IsWithin(day, DateOf(row, day.Date)),
            MomentQuery { Date: not SearchDate.Sent } moment => IsWithin(moment, DateOf(row, moment.Date)),
            MessageQuery message => row.Message == message.Value,
            ThreadQuery thread => row.Thread == thread.Value,
            AddressQuery address => HasAddress(address, row, text),
            TextQuery { Match: not TextMatch.Substring, Words.Count: 0 } => false,
            TextQuery { Folded: "", Field: null, Place: not SearchPlace.Header } => true,
            _ => text is null ? null : HoldsIn(query, text),
        };
    }

    private static bool? AllHold(AndQuery and, MessageRow row, SearchText? text)
    {
        bool? all = true;
        foreach (var part in and.Parts)
        {
            var holds = Holds(part, row, text);
            if (holds == false)
                return false;
            all = all is null ? null : holds;
        }
        return all;
    }

    private static bool? OneHolds(OrQuery or, MessageRow row, SearchText? text)
    {
        bool? one = false;
        foreach (var part in or.Parts)
        {
            var holds = Holds(part, row, text);
            if (holds == true)
                return true;
            one = one is null ? null : holds;
        }
        return one;
    }

    private static bool HoldsIn(SearchQuery query, SearchText text) => query switch
    {
        TextQuery wanted => HasText(wanted, text),
        AttachmentQuery => text.HasAttachment,
        InlineQuery => text.HasInline,
        DayQuery day => text.SentAt is { } sent && IsWithin(day, sent),
        MomentQuery moment => text.SentAt is { } sent && IsWithin(moment, sent),
        _ => throw new ArgumentException($"A query of an unknown kind: {query}.", nameof(query)),
    };

    private static bool HasText(TextQuery wanted, SearchText text)
    {
        if (wanted.Place != SearchPlace.Header && IsIn(wanted, text.Body))
            return true;
        if (wanted.Place == SearchPlace.Body)
            return false;
        for (var i = 0; i < text.Fields.Count; i++)
        {
            var field = text.Fields[i];
            if (wanted.Field is not null && !wanted.Field.Equals(field.Name, StringComparison.OrdinalIgnoreCase))
                continue;
            if (IsIn(wanted, field.Value))
                return true;
        }
        return false;
    }

    private static bool IsIn(TextQuery wanted, string text) => wanted.Match switch
    {
        TextMatch.Substring => text.Contains(wanted.Folded, StringComparison.Ordinal),
        var match => SearchWords.Contains(text, wanted.Words, lastGoesOn: match == TextMatch.Prefix),
    };

    private static bool? HasAddress(AddressQuery wanted, MessageRow row, SearchText? text)
    {
        if (row.Envelope is { } envelope && IsInEnvelope(wanted, envelope))
            return true;
        if ((wanted.Places & ~Outside) == AddressPlaces.None)
            return false;
        if (text is null)
            return null;
        for (var i = 0; i < text.Addresses.Count; i++)
            if ((text.Addresses[i].Place & wanted.Places) != 0 && text.Addresses[i].Address == wanted.Folded)
                return true;
        return false;
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
