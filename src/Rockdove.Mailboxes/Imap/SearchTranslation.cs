using Rockdove.Imap;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>The keys of SEARCH as a query of a store.</summary>
internal static class SearchTranslation
{
    /// <summary>Translates a key; null when it has one in it that nobody here knows.</summary>
    /// <exception cref="ArgumentException">It is more than a store takes.</exception>
    public static SearchQuery? Of(SearchKey key, DateTimeOffset now) => key switch
    {
        AllKey => SearchQuery.All,
        AndKey and => All(and.Keys, now) is { } parts ? SearchQuery.And(parts) : null,
        OrKey or => All([or.First, or.Second], now) is { } parts ? SearchQuery.Or(parts) : null,
        NotKey not => Of(not.Key, now) is { } query ? SearchQuery.Not(query) : null,
        MessagesKey messages => SearchQuery.Uids(ImapTerms.ToUids(messages.Messages)),
        FlagKey { Flag: ImapSystemFlags.Recent } recent => recent.IsSet ? None : SearchQuery.All,
        FlagKey flag => Set(SearchQuery.Flags(ImapTerms.ToStore(flag.Flag)), flag.IsSet),
        KeywordKey keyword => Set(
            FlagSet.IsKeyword(keyword.Keyword) ? SearchQuery.Keyword(keyword.Keyword) : None, keyword.IsSet),
        HeaderKey { Field: "" } => None,
        HeaderKey header => SearchQuery.InField(header.Field, header.Text),
        TextKey text => text.WithHeader ? SearchQuery.InMessage(text.Text) : SearchQuery.InBody(text.Text),
        SizeKey { IsLarger: true, Octets: long.MaxValue } or SizeKey { IsLarger: false, Octets: 0 } => None,
        SizeKey size => size.IsLarger ? SearchQuery.Size(size.Octets + 1) : SearchQuery.Size(0, size.Octets - 1),
        DateKey date => SearchQuery.Days(
            date.Day switch
            {
                SearchDay.Sent => SearchDate.Sent,
                SearchDay.Saved => SearchDate.Saved,
                _ => SearchDate.Internal,
            },
            date.From, date.Before),
        SaveDateSupportedKey => SearchQuery.All,
        EmailIdKey email => MessageId.TryParse(email.Id, out var message) ? SearchQuery.Message(message) : None,
        ThreadIdKey id => ThreadId.TryParse(id.Id, out var thread) ? SearchQuery.Thread(thread) : None,
        AgeKey age => OfAge(age, now),
        ModSequenceKey change => SearchQuery.ChangedSince(new((long)Math.Min(change.From, long.MaxValue))),
        _ => null,
    };

    /// <summary>
    /// RFC 5032 section 3: so many seconds before now, or longer, is older; not longer is younger, so a message can be
    /// both.
    /// </summary>
    private static SearchQuery OfAge(AgeKey age, DateTimeOffset now)
    {
        var then = now.AddSeconds(-(double)age.Seconds);
        return age.IsOlder
            ? SearchQuery.Moments(SearchDate.Internal, null, then.AddTicks(1))
            : SearchQuery.Moments(SearchDate.Internal, then, null);
    }

    private static SearchQuery Set(SearchQuery query, bool isSet) => isSet ? query : SearchQuery.Not(query);

    private static SearchQuery[]? All(IReadOnlyList<SearchKey> keys, DateTimeOffset now)
    {
        var parts = new SearchQuery[keys.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            if (Of(keys[i], now) is not { } part)
                return null;
            parts[i] = part;
        }

        return parts;
    }

    private static readonly SearchQuery None = SearchQuery.Not(SearchQuery.All);
}
