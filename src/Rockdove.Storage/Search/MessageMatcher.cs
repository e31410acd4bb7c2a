using System.Buffers;

namespace Rockdove.Storage;

/// <summary>
/// Asks a query about one message after the other, and reads a body only where the row does not decide. One user at a
/// time.
/// </summary>
public sealed class MessageMatcher(IMailStore store, IMessageTextReader reader, SearchQuery query)
{
    private readonly ArrayBufferWriter<byte> _octets = new();

    /// <summary>
    /// Whether the query holds for the message. One that has gone meanwhile is not found; of one that is damaged only
    /// what its row says counts.
    /// </summary>
    public async ValueTask<bool> MatchesAsync(MessageRow row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (SearchEvaluator.Holds(query, row, null) is { } byRow)
            return byRow;
        return await ReadAsync(row.Message, cancellationToken).ConfigureAwait(false) is { } text
            && SearchEvaluator.Holds(query, row, text) == true;
    }

    /// <summary>Null if there is no such message.</summary>
    private async ValueTask<SearchText?> ReadAsync(MessageId message, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await store.OpenBodyAsync(message, cancellationToken).ConfigureAwait(false);
            if (body is null)
                return null;
            _octets.ResetWrittenCount();
            await body.CopyToAsync(new ByteRange(0, SearchText.MaximumMessageBytes), _octets, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (StoreException)
        {
            return SearchText.None; // Whoever opens it is told what is wrong; a search is about the others too.
        }
        return reader.Read(_octets.WrittenMemory);
    }
}
