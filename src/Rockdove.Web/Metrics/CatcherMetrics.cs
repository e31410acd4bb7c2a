using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;

namespace Rockdove.Web;

/// <summary>
/// <c>/metrics</c>: the series of Mailpit under its names, so that dashboards show them, and the instruments of
/// Rockdove under theirs.
/// </summary>
internal sealed class CatcherMetrics(CaughtMail mail) : IDisposable
{
    private readonly CaughtTags _tags = new(mail);
    private readonly DateTimeOffset _startedAt = mail.Time.GetUtcNow();
    private readonly MeterReadings _readings = new();

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", WriteAsync);

    public void Dispose() => _readings.Dispose();

    private async Task WriteAsync(HttpContext context)
    {
        var text = new PrometheusText();
        await WriteAsync(text, context.RequestAborted);
        _readings.Write(text);
        context.Response.ContentType = PrometheusText.Type;
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }

    private async ValueTask WriteAsync(PrometheusText text, CancellationToken cancellationToken)
    {
        var all = await mail.ListAsync(0, 0, cancellationToken);
        var usage = await mail.Store.UsageAsync(cancellationToken);
        text.Add("mailpit_messages", Gauge, "Messages that there are.", all.Total);
        text.Add("mailpit_messages_unread", Gauge, "Messages that nobody has looked at.", all.Unread);
        text.Add(
            "mailpit_messages_deleted_total", Counter, "Messages deleted, or gone to make room.", mail.Totals.Deleted);
        text.Add("mailpit_smtp_accepted_total", Counter, "Messages that came by SMTP or LMTP.", mail.Totals.Accepted);
        text.Add(
            "mailpit_smtp_accepted_size_bytes_total", Counter, "Octets of those that came.",
            mail.Totals.AcceptedBytes);
        text.Add(
            "mailpit_smtp_rejected_total", Counter, "Messages that came and found no room.", mail.Totals.Refused);
        text.Add("mailpit_smtp_ignored_total", Counter, "Always 0: no message is ignored.", 0);
        text.Add(
            "mailpit_database_size_bytes", Gauge, "Octets of messages, those just coming included.",
            usage.BodyBytes + usage.StagedBytes);
        text.Add(
            "mailpit_uptime_seconds", Gauge, "Seconds since the start.",
            (mail.Time.GetUtcNow() - _startedAt).TotalSeconds);
        text.Add("mailpit_memory_usage_bytes", Gauge, "Memory of the process.", Environment.WorkingSet);
        if ((await _tags.ListAsync(cancellationToken)).Count == 0)
            return; // To count is to look at each message.
        text.Begin("mailpit_tag_messages", Gauge, "Messages that have a tag.");
        foreach (var (tag, count) in await _tags.CountAsync(cancellationToken))
            text.Add("mailpit_tag_messages", $"tag=\"{PrometheusText.Escaped(tag)}\"", count);
    }

    private const string Gauge = "gauge";

    private const string Counter = "counter";
}
