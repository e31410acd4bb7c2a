using System.Buffers;

namespace Rockdove.Storage;

/// <summary>
/// Asks a query about one message after the other, and reads a body only where the row does not decide. One user at a
/// time.
/// </summary>
public sealed class MessageMatcher(IMailStore store, IMessageTextReader reader, SearchQuery query)
{
    private readonly ArrayBufferWriter<byte> _octets = new();
    private readonly bool _needsBody = NeedsBody(query);

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
            if (!_needsBody)
            {
                await CopyAsync(body, HeaderBytes, cancellationToken).ConfigureAwait(false);
                if (EndOfHeader(_octets.WrittenSpan) is { } end)
                    return reader.Read(_octets.WrittenMemory[..end]);
            }
            await CopyAsync(body, SearchText.MaximumMessageBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException)
        {
            return SearchText.None; // Whoever opens it is told what is wrong; a search is about the others too.
        }
        return reader.Read(_octets.WrittenMemory);
    }

    private async ValueTask CopyAsync(IBlob body, int most, CancellationToken cancellationToken)
    {
        _octets.ResetWrittenCount();
        await body.CopyToAsync(new ByteRange(0, most), _octets, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What only looks into fields, addresses and dates reads no body, which is most of a message.</summary>
    private static bool NeedsBody(SearchQuery query) => query switch
    {
        AndQuery and => and.Parts.Any(NeedsBody),
        OrQuery or => or.Parts.Any(NeedsBody),
        NotQuery not => NeedsBody(not.Query),
        TextQuery text => text.Place != SearchPlace.Header,
        AttachmentQuery or InlineQuery => true,
        _ => false,
    };

    /// <summary>Behind the first line that is empty, which no reader takes for a part of the header.</summary>
    private static int? EndOfHeader(ReadOnlySpan<byte> octets)
    {
        var from = 0;
        while (octets[from..].IndexOf((byte)'\n') is >= 0 and var next)
        {
            from += next + 1;
            if (octets[from..].StartsWith("\r\n"u8) || octets[from..].StartsWith("\n"u8))
                return from + (octets[from] == '\r' ? 2 : 1);
        }
        return null;
    }

    /// <summary>Read first where only the header counts. Longer ones are rare, and then all is read.</summary>
    private const int HeaderBytes = 16 * 1024;
}
