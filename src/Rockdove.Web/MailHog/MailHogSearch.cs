using System.Text;
using Rockdove.Catcher;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>
/// MailHog's three kinds of search: a part of an address, or of anything, in any case. Each gives the ids of what it
/// finds, the newest first.
/// </summary>
internal sealed class MailHogSearch(CaughtMail mail)
{
    /// <summary>In the envelope's sender, or in From.</summary>
    public ValueTask<IReadOnlyList<MessageId>> FromAsync(string query, CancellationToken cancellationToken) =>
        FindAsync(
            SearchQuery.InField("From", query),
            row => Holds(row.Envelope?.ReversePath ?? "", query),
            cancellationToken);

    /// <summary>In an envelope's recipient, or in To.</summary>
    public ValueTask<IReadOnlyList<MessageId>> ToAsync(string query, CancellationToken cancellationToken) =>
        FindAsync(
            SearchQuery.InField("To", query),
            row => row.Envelope?.ForwardPaths.Any(path => Holds(path, query)) == true,
            cancellationToken);

    /// <summary>
    /// In the header or in what the body says; in the newest messages also in what stands in the body, such as the
    /// address of a link in HTML. MailHog looks at nothing but that, which finds no word in base64.
    /// </summary>
    public async ValueTask<IReadOnlyList<MessageId>> ContainingAsync(string query, CancellationToken cancellationToken)
    {
        var found = await IndexedAsync(SearchQuery.InMessage(query), cancellationToken);
        var left = RawBytes;
        var all = new List<MessageId>();
        var page = new SearchPage { Order = SearchOrder.NewestFirst };
        await foreach (var row in RowsAsync(SearchQuery.All, page, cancellationToken))
        {
            if (found.Contains(row.Message))
            {
                all.Add(row.Message);
                continue;
            }

            if (row.Bytes > left)
                left = 0; // Not one that is older either, so that what is found does not depend on sizes.
            if (left == 0)
                continue;
            left -= row.Bytes;
            if (await mail.ReadAsync(row.Message, cancellationToken) is { } octets
                && Holds(Encoding.UTF8.GetString(octets.Span), query))
                all.Add(row.Message);
        }

        return all;
    }

    /// <summary>What the store's index finds, and what the envelope of a message says.</summary>
    private async ValueTask<IReadOnlyList<MessageId>> FindAsync(
        SearchQuery query, Func<MessageRow, bool> isMeant, CancellationToken cancellationToken)
    {
        var found = await IndexedAsync(query, cancellationToken);
        var all = new List<MessageId>();
        var page = new SearchPage { Order = SearchOrder.NewestFirst };
        await foreach (var row in RowsAsync(SearchQuery.All, page, cancellationToken))
        {
            if (found.Contains(row.Message) || isMeant(row))
                all.Add(row.Message);
        }

        return all;
    }

    private async ValueTask<HashSet<MessageId>> IndexedAsync(SearchQuery query, CancellationToken cancellationToken)
    {
        var found = new HashSet<MessageId>();
        await foreach (var row in RowsAsync(query, new SearchPage(), cancellationToken))
            found.Add(row.Message);
        return found;
    }

    private IAsyncEnumerable<MessageRow> RowsAsync(
        SearchQuery query, SearchPage page, CancellationToken cancellationToken) =>
        mail.Store.SearchAsync(SearchScope.Of(mail.Mailbox), query, page, cancellationToken);

    private static bool Holds(string text, string query) => text.Contains(query, StringComparison.OrdinalIgnoreCase);

    /// <summary>Octets of the newest messages that are read as they are: tests look for what has just come.</summary>
    public const long RawBytes = 64L * 1024 * 1024;
}
