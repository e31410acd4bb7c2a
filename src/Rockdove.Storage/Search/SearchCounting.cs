namespace Rockdove.Storage;

/// <summary>How many messages a search finds.</summary>
public static class SearchCounting
{
    /// <summary>Counts what <see cref="IMailStore.SearchAsync"/> would find, and keeps nothing of it.</summary>
    public static async ValueTask<long> CountAsync(
        this IMailStore store, SearchScope scope, SearchQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        var count = 0L;
        await foreach (var row in store.SearchAsync(scope, query, SearchPage.All, cancellationToken)
            .ConfigureAwait(false))
        {
            count++;
        }
        return count;
    }
}
