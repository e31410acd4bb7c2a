using System.Collections.Concurrent;
using Rockdove.Catcher;
using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>
/// Summaries by message, so that a list does not read every body each time. Messages never change, so what is here is
/// right for as long as it is kept; only whether it was read, and its tags, come from the store.
/// </summary>
internal sealed class SummaryCache(CaughtMail mail)
{
    private readonly ConcurrentDictionary<MessageId, MessageSummaryShape> _summaries = new();

    /// <summary>The summaries of these messages; those that have gone meanwhile are left out.</summary>
    public async ValueTask<List<MessageSummaryShape>> SummariseAsync(
        IReadOnlyList<CaughtMessage> messages, CancellationToken cancellationToken)
    {
        var summaries = new List<MessageSummaryShape>(messages.Count);
        foreach (var caught in messages)
        {
            if (await FindAsync(caught, cancellationToken) is { } summary)
                summaries.Add(summary with { Read = caught.IsRead, Tags = caught.Tags });
        }

        return summaries;
    }

    private async ValueTask<MessageSummaryShape?> FindAsync(CaughtMessage caught, CancellationToken cancellationToken)
    {
        if (_summaries.TryGetValue(caught.Id, out var known))
            return known;
        if (await mail.ReadAsync(caught.Id, cancellationToken) is not { } body)
            return null;
        var summary = MessageReading.Summary(caught, MimeMessage.Read(body));
        if (_summaries.Count >= Limit)
            _summaries.Clear(); // Those that are still looked at come back with the next list.
        _summaries[caught.Id] = summary;
        return summary;
    }

    /// <summary>A kilobyte or so each.</summary>
    private const int Limit = 2000;
}
