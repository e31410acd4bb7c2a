using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Rockdove.Catcher;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>Lists of messages, and what they can be narrowed by.</summary>
internal sealed class MailListing
{
    private readonly ConcurrentDictionary<MessageId, MailSummaryShape> _summaries = new();

    public async Task ListAsync(HttpContext context, MailScope scope)
    {
        var query = new MailQuery(context, withConditions: true, "start", "limit", "q", "tz");
        var start = query.Number("start", 0, 0, int.MaxValue);
        var limit = query.Number("limit", MailApi.DefaultPage, 0, MailApi.LargestPage);
        var conditions = await MailConditions.ReadAsync(query.Conditions(), scope, context.RequestAborted);
        var typed = await TypedAsync(query, scope, context.RequestAborted);
        var snapshot = await scope.OpenAsync(context.RequestAborted);
        var shown = new List<MailSummaryShape>();
        var total = snapshot.Status.Messages;
        if (conditions.IsEmpty && typed?.Query is null)
        {
            var end = Math.Max(snapshot.Uids.Count - start, 0);
            var wanted = snapshot.Uids.Slice(Math.Max(end - limit, 0), Math.Min(limit, end));
            await foreach (var row in scope.Mail.Store.ReadAsync(
                scope.Mailbox, wanted, MessageFields.Envelope, context.RequestAborted))
                await ShowAsync(row);
            shown.Reverse();
        }
        else
        {
            var found = typed?.Query is { } words ? SearchQuery.And(conditions.Query, words) : conditions.Query;
            (total, var rows) = await scope.FindPageAsync(found, start, limit, context.RequestAborted);
            foreach (var row in rows)
                await ShowAsync(row);
        }

        await MailAnswers.WriteAsync(
            context,
            new(total, snapshot.Status.Unseen, start, typed?.Ignored ?? [], shown),
            MailJson.Default.MailListShape);

        async ValueTask ShowAsync(MessageRow row)
        {
            if (await SummaryAsync(scope, row, context.RequestAborted) is { } summary)
                shown.Add(summary);
        }
    }

    public static async Task TagsAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        var inUse = await scope.Mail.Store.FlagsInUseAsync(scope.Mailbox, context.RequestAborted);
        var tags = inUse?.Keywords.Select(TagName.Of).OfType<string>() ?? [];
        await MailAnswers.WriteAsync(
            context, new([.. tags.Order(StringComparer.OrdinalIgnoreCase)]), MailJson.Default.TagListShape);
    }

    /// <summary>What <c>q</c> says; null if it is not there.</summary>
    /// <exception cref="RefusalException">It cannot be looked for, or there is no zone <c>tz</c>.</exception>
    private static async ValueTask<TypedSearch?> TypedAsync(
        MailQuery query, MailScope scope, CancellationToken cancellationToken)
    {
        var zone = Zone(query.Text("tz"));
        return string.IsNullOrWhiteSpace(query.Text("q"))
            ? null
            : await TypedAsync(query.Text("q")!, zone, scope, cancellationToken);
    }

    /// <exception cref="RefusalException">It cannot be looked for.</exception>
    public static async ValueTask<TypedSearch> TypedAsync(
        string text, TimeZoneInfo zone, MailScope scope, CancellationToken cancellationToken)
    {
        var typed = await new CaughtSearch(scope.Mail).ReadAsync(text, zone, cancellationToken);
        return typed.Mistake is { } mistake
            ? throw RefusalException.BadRequest($"The search cannot be read: {mistake}.")
            : typed;
    }

    /// <exception cref="RefusalException">There is no such zone.</exception>
    public static TimeZoneInfo Zone(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return TimeZoneInfo.Local;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw RefusalException.BadRequest($"There is no time zone '{name}'.");
    }

    /// <summary>
    /// A list does not read every body each time: messages never change, only their marks do. Null if it is gone.
    /// </summary>
    private async ValueTask<MailSummaryShape?> SummaryAsync(
        MailScope scope, MessageRow row, CancellationToken cancellationToken)
    {
        if (!_summaries.TryGetValue(row.Message, out var summary))
        {
            summary = await scope.SummaryAsync(row, cancellationToken);
            if (summary is null)
                return null;
            if (_summaries.Count >= MostSummaries)
                _summaries.Clear(); // Those that are still looked at come back with the next list.
            _summaries[row.Message] = summary;
        }

        return summary with { IsRead = row.IsRead(), Tags = row.Tags() };
    }

    /// <summary>A kilobyte or so each.</summary>
    private const int MostSummaries = 4000;
}
