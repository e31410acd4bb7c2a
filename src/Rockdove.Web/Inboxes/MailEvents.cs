using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>
/// New messages as server-sent events (WHATWG HTML, section 9.2): one <c>message</c> for each, with its summary. The id
/// of an event is the message's place in the mailbox, so that a client that comes back misses nothing.
/// </summary>
internal sealed class MailEvents(MailScope scope, HttpContext context)
{
    public async Task WriteAsync(CancellationToken stop)
    {
        var snapshot = await scope.OpenAsync(stop);
        var next = LastSeen() is { } seen
            ? Math.Min(seen, snapshot.Status.UidNext.Value - 1) + 1
            : snapshot.Status.UidNext.Value;
        context.Response.ContentType = "text/event-stream";
        using var watch = scope.Mail.Store.Changes.Watch(scope.Mailbox);
        await SayAsync(": ready\n\n", stop);
        while (true)
        {
            if (await scope.Mail.Store.OpenAsync(scope.Mailbox, stop) is not { } now)
            {
                await SayAsync("event: end\ndata: the inbox is gone\n\n", stop);
                return;
            }

            var uids = UidSet.Of(new Uid(next), Uid.Last);
            next = now.Status.UidNext.Value;
            await foreach (var row in scope.Mail.Store.ReadAsync(
                scope.Mailbox, uids.Intersect(now.Uids), MessageFields.Envelope, stop))
            {
                if (await scope.SummaryAsync(row, stop) is { } summary)
                    await SayAsync(Event(row, summary), stop);
            }

            await NextAsync(watch, stop);
        }
    }

    private static string Event(MessageRow row, MailSummaryShape summary)
    {
        var data = JsonSerializer.Serialize(summary, MailJson.Default.MailSummaryShape);
        return $"id: {row.Uid}\nevent: message\ndata: {data}\n\n";
    }

    /// <summary>A change; or, so that nobody between us takes the line for dead, a comment.</summary>
    private async ValueTask NextAsync(IChangeWatch watch, CancellationToken stop)
    {
        while (true)
        {
            using var pause = new CancellationTokenSource(Pause, scope.Mail.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, stop);
            try
            {
                await watch.NextAsync(either.Token);
                return;
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                await SayAsync(": still here\n\n", stop);
            }
        }
    }

    private async ValueTask SayAsync(string text, CancellationToken stop)
    {
        context.Response.BodyWriter.Write(Encoding.UTF8.GetBytes(text));
        await context.Response.BodyWriter.FlushAsync(stop);
    }

    /// <summary>Where a client that comes back had been.</summary>
    /// <exception cref="RefusalException">It says something else.</exception>
    private uint? LastSeen()
    {
        var text = (string?)context.Request.Headers["Last-Event-ID"];
        if (string.IsNullOrEmpty(text))
            return null;
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
            ? seen
            : throw RefusalException.BadRequest("Last-Event-ID is the number of an event that was sent here.");
    }

    /// <summary>Half of the thirty seconds after which impatient proxies end a silent line.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);
}
