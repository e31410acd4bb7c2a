using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Prober;

namespace Rockdove.Web;

/// <summary>What a prober has found out, as JSON. Nothing here changes anything.</summary>
internal sealed class PingApi(ProbeReader reader, PingWebOptions options)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/about", AboutAsync);
        routes.MapGet("/api/v1/matrix", MatrixAsync);
        MapSpan(routes, "senders", Years, (_, since, until) => reader.Senders(since, until));
        MapSpan(routes, "receivers", Years, (_, since, until) => reader.Receivers(since, until));
        MapSpan(routes, "hours", Week, (query, since, until) =>
            reader.HoursOf(query.TextOrNull("from"), query.TextOrNull("to"), since, until));
        MapSpan(routes, "days", Years, (query, since, until) =>
            reader.DaysOf(query.TextOrNull("from"), query.TextOrNull("to"), since, until));
        MapSpan(routes, "pair/hours", Month, (query, since, until) => reader.Hours(query.Pair(), since, until));
        MapSpan(routes, "pair/days", Years, (query, since, until) => reader.Days(query.Pair(), since, until));
        MapSpan(routes, "pair/probes", Years, (query, since, until) =>
            reader.Probes(query.Pair(), since, until, query.Limit()));
        Map(routes, "runs", query => reader.Runs(query.Limit()));
        Map(routes, "transcripts", query => reader.Transcripts(query.Text("account"), query.Limit()));
        Map(routes, "checks", _ => reader.Checks());
        Map(routes, "checks/changes", query => reader.CheckChanges(query.Text("subject"), query.Limit()));
        Map(routes, "certificates", _ => reader.Certificates());
        Map(routes, "clocks", _ => reader.Clocks());
        Map(routes, "alerts", query => reader.Alerts(query.Switch("open"), query.Limit()));
        routes.MapGet("/api/v1/runs/{id:long}/probes", context =>
            PingAnswers.WriteAsync(context, reader.ProbesOfRun(Number(context))));
        routes.MapGet("/api/v1/alerts/{id:long}/notifications", context =>
            PingAnswers.WriteAsync(context, reader.Notifications(Number(context))));
        routes.MapGet("/api/v1/probes/{id:long}", ProbeAsync);
        routes.MapGet("/api/v1/transcripts/{id:long}", TranscriptAsync);
    }

    private void Map<T>(IEndpointRouteBuilder routes, string path, Func<PingQuery, IReadOnlyList<T>> read) =>
        routes.MapGet($"/api/v1/{path}", context =>
            PingAnswers.WriteAsync(context, read(new PingQuery(context, options.Clock))));

    private void MapSpan<T>(
        IEndpointRouteBuilder routes,
        string path,
        TimeSpan longest,
        Func<PingQuery, DateTimeOffset, DateTimeOffset, IReadOnlyList<T>> read) =>
        Map(routes, path, query =>
        {
            var (since, until) = query.Span(longest);
            return read(query, since, until);
        });

    /// <summary>What a page has to know before it can show anything.</summary>
    private Task AboutAsync(HttpContext context) => PingAnswers.WriteAsync(
        context,
        new PingAboutShape(
            "prober", MailpitAbout.Version, options.Clock.GetUtcNow(), options.View.TimeZone.Id, reader.FirstRun(),
            options.ProbeNow is not null, options.Trouble()),
        PingJson.Default.PingAboutShape);

    private Task MatrixAsync(HttpContext context) =>
        MatrixQuery.Read(reader, options, new PingQuery(context, options.Clock)) is { } picture
            ? PingAnswers.WriteAsync(context, MatrixReport.Of(picture))
            : PingAnswers.NotFoundAsync(context, "run of this timestamp");

    private Task ProbeAsync(HttpContext context) => reader.Probe(Number(context)) is { } probe
        ? PingAnswers.WriteAsync(context, probe)
        : PingAnswers.NotFoundAsync(context, "probe of this number");

    /// <summary>What was said, as text: a peer wrote it, so that it is never a page.</summary>
    private Task TranscriptAsync(HttpContext context)
    {
        if (reader.Transcript(Number(context)) is not { } text)
            return PingAnswers.NotFoundAsync(context, "transcript of this number, or not any more");
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.Body.WriteAsync(text, context.RequestAborted).AsTask();
    }

    private static long Number(HttpContext context) =>
        long.Parse((string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture);

    /// <summary>Hours of a week of 1,560 pairs are 262,080 rows, some 0.4 s.</summary>
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>Hours of a month are some 700 rows; who wants more asks for days.</summary>
    private static readonly TimeSpan Month = TimeSpan.FromDays(31);

    private static readonly TimeSpan Years = TimeSpan.FromDays(3 * 366);
}
