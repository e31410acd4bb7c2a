using System.Globalization;

namespace Rockdove.Storage.Sqlite;

/// <summary>Blobs beside the messages of a store, in the same segments.</summary>
internal sealed class SqliteBlobStore(SqliteMailStore store) : IBlobStore
{
    public async ValueTask<IBlobWriter> CreateAsync(long expectedBytes, CancellationToken cancellationToken)
    {
        var staged = await store.StageAsync(expectedBytes, cancellationToken).ConfigureAwait(false);
        return new SqliteBlobWriter(store, (SqliteStagedMessage)staged);
    }

    public ValueTask<IBlob?> OpenAsync(BlobId blob, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(TryParse(blob, out var key) ? store.Bodies.OpenBlob(key) : null);
    }

    public async ValueTask<bool> DeleteAsync(BlobId blob, CancellationToken cancellationToken) =>
        TryParse(blob, out var key)
        && await store.WriteAsync(new DeleteBlob(key), cancellationToken).ConfigureAwait(false);

    private static bool TryParse(BlobId blob, out long key) =>
        long.TryParse(blob.Value, NumberStyles.None, CultureInfo.InvariantCulture, out key);
}
