using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>
/// The messages that a change is for: named one by one, found, or all. Exactly one of these must be said, so that what
/// is left out or misspelt never means all.
/// </summary>
internal sealed class MailSelection
{
    private MailSelection(UidSet uids, SearchQuery? query, IReadOnlyList<MessageId> messages) =>
        (Uids, Query, Messages) = (uids, query, messages);

    /// <summary>Where they are in the scope.</summary>
    public UidSet Uids { get; }

    /// <summary>What finds them; null if they are named.</summary>
    public SearchQuery? Query { get; }

    /// <summary>Those that were named and are there.</summary>
    public IReadOnlyList<MessageId> Messages { get; }

    /// <exception cref="RefusalException">It does not say which.</exception>
    public static async ValueTask<MailSelection> ReadAsync(
        SelectionShape shape, MailScope scope, CancellationToken cancellationToken)
    {
        if ((shape.Ids is null ? 0 : 1) + (shape.Q is null ? 0 : 1) + (shape.All is null ? 0 : 1) != 1)
            throw RefusalException.BadRequest("""Say which: one of "ids", "q" and "all".""");
        if (shape.Tz is not null && shape.Q is null)
            throw RefusalException.BadRequest("tz is the time zone of dates in q, and there is no q.");
        if (shape.Ids is { } ids)
            return await NamedAsync(ids, scope, cancellationToken);
        if (shape.All == false)
            throw RefusalException.BadRequest("all is true, or left out.");
        if (shape.Q is not { } text)
            return new((await scope.OpenAsync(cancellationToken)).Uids, SearchQuery.All, []);
        var query = await FindingAsync(text, MailListing.Zone(shape.Tz), scope, cancellationToken);
        var uids = new List<Uid>();
        var page = new SearchPage { Order = SearchOrder.NewestFirst };
        await foreach (var row in scope.FindAllAsync(query, page, cancellationToken))
            uids.Add(row.Uid);
        return new(UidSet.Of([.. uids]), query, []);
    }

    /// <summary>Whoever changes what is found does without no word that was typed: what is left finds more.</summary>
    private static async ValueTask<SearchQuery> FindingAsync(
        string text, TimeZoneInfo zone, MailScope scope, CancellationToken cancellationToken)
    {
        var typed = await MailListing.TypedAsync(text, zone, scope, cancellationToken);
        if (typed.Ignored is [var first, ..])
            throw RefusalException.BadRequest($"q: '{first}' says nothing to look for.");
        return typed.Query ?? throw RefusalException.BadRequest("q: there is nothing to look for.");
    }

    private static async ValueTask<MailSelection> NamedAsync(
        IReadOnlyList<string> ids, MailScope scope, CancellationToken cancellationToken)
    {
        if (ids.Count > MostIds)
            throw RefusalException.BadRequest($"ids has {MostIds} ids at most.");
        var (uids, messages) = (new List<Uid>(), new List<MessageId>());
        foreach (var name in ids)
        {
            if (!MessageId.TryParse(name ?? "", out var id))
                throw RefusalException.BadRequest($"'{name}' in ids is no id of a message.");
            foreach (var row in await scope.Mail.Store.FindAsync(id, MessageFields.None, cancellationToken))
            {
                if (row.Mailbox != scope.Mailbox)
                    continue;
                uids.Add(row.Uid);
                messages.Add(id);
            }
        }

        return new(UidSet.Of([.. uids]), null, messages);
    }

    /// <summary>Ids in one request: what a page of a list has, twice.</summary>
    public const int MostIds = 1000;
}
