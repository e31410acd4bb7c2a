using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Prober;

namespace Rockdove.Web;

/// <summary>The picture, metrics, health, and what makes the prober do something.</summary>
internal sealed class PingActions(ProbeReader reader, PingWebOptions options)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/matrix.svg", PictureAsync);
        routes.MapGet("/livez", context => PingAnswers.TextAsync(context, "ok"));
        routes.MapGet("/readyz", ReadyAsync);
        routes.MapPost("/api/probe", ProbeNowAsync);
        routes.MapPost("/api/v1/probe", ProbeNowAsync);
        if (options.Metrics is { } write)
            routes.MapGet("/metrics", context => MetricsAsync(context, write));
        if (options.Reload is { } reload)
            routes.MapPost("/-/reload", context => ReloadAsync(context, reload));
        if (options.Connect is { } connect)
            routes.MapGet("/probe", context => ConnectAsync(context, connect));
    }

    private async Task PictureAsync(HttpContext context)
    {
        var query = new PingQuery(context, options.Clock);
        var (isClassic, scheme) = (query.Switch("classic"), query.Word("scheme", "auto", "light", "dark"));
        if (MatrixQuery.Read(reader, options, query) is not { } picture)
        {
            await PingAnswers.NotFoundAsync(context, "run of this timestamp");
            return;
        }

        // Names in it are the configuration's and replies a peer's. They are escaped; this is the second lock.
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        context.Response.ContentType = "image/svg+xml";
        if (isClassic)
            ClassicSvg.Render(picture, context.Response.BodyWriter);
        else
            SvgMatrix.Render(picture, new SvgMatrixOptions { Scheme = Scheme(scheme) }, context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private Task ReadyAsync(HttpContext context) => options.Trouble() is { } trouble
        ? PingAnswers.FailAsync(context, StatusCodes.Status503ServiceUnavailable, "No probes are sent", trouble)
        : PingAnswers.TextAsync(context, "ok");

    private static Task MetricsAsync(HttpContext context, Func<bool, string> write)
    {
        var isOpenMetrics = ProberMetrics.WantsOpenMetrics(context.Request.Headers.Accept);
        context.Response.ContentType = isOpenMetrics
            ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
            : "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(write(isOpenMetrics), context.RequestAborted);
    }

    private async Task ProbeNowAsync(HttpContext context)
    {
        var pair = new PingQuery(context, options.Clock).Pair();
        var answer = options.ProbeNow is { } probe
            ? await probe(pair, context.RequestAborted)
            : new ProbeNowAnswer(ProbeNowStatus.NotNow, null, "Nobody sends here: these are only the results.");
        switch (answer.Status)
        {
            case ProbeNowStatus.Accepted:
                context.Response.StatusCode = StatusCodes.Status202Accepted;
                if (answer.Probe is { } id)
                    context.Response.Headers.Location =
                        string.Create(CultureInfo.InvariantCulture, $"/api/v1/probes/{id}");
                await PingAnswers.WriteAsync(
                    context, new PingAcceptedShape(answer.Probe), PingJson.Default.PingAcceptedShape);
                break;
            case ProbeNowStatus.UnknownPair:
                await PingAnswers.NotFoundAsync(context, $"pair {pair} that is measured");
                break;
            default:
                await PingAnswers.FailAsync(
                    context, StatusCodes.Status409Conflict, "No probe is sent now", answer.Reason ?? "It has to wait.");
                break;
        }
    }

    /// <summary>That the files make no sense is our fault and not the request's, as Prometheus has it.</summary>
    private static async Task ReloadAsync(HttpContext context, Func<CancellationToken, Task<ReloadAnswer>> reload)
    {
        var answer = await reload(context.RequestAborted);
        if (answer.Mistakes.Count == 0)
        {
            await PingAnswers.WriteAsync(
                context, new PingReloadedShape(answer.NeedRestart), PingJson.Default.PingReloadedShape);
            return;
        }

        await PingAnswers.FailAsync(
            context, StatusCodes.Status500InternalServerError, "The configuration cannot be used",
            $"The one before stays. {string.Join("; ", answer.Mistakes)}");
    }

    private async Task ConnectAsync(
        HttpContext context, Func<CheckTarget, CancellationToken, Task<CheckReport>> connect)
    {
        // A page of another site can have a browser ask for this, though it cannot read the answer.
        if ((string?)context.Request.Headers["Sec-Fetch-Site"] is { Length: > 0 } and not ("same-origin" or "none"))
        {
            await PingAnswers.FailAsync(
                context, StatusCodes.Status403Forbidden, "Not for another site",
                "Another site may not have us connect.");
            return;
        }

        var text = new PingQuery(context, options.Clock).Text("target");
        if (!CheckTarget.TryParse(text, out var target) || target.IsDomain)
            throw new PingQueryException($"target={text} is no port of a host; allowed is mx.example.org:25.");
        if (!options.ConnectsAnywhere && options.ConnectTargets().Count == 0)
        {
            context.Response.Headers.RetryAfter = "1";
            await PingAnswers.FailAsync(
                context, StatusCodes.Status503ServiceUnavailable, "No server is known yet",
                "The accounts are not there yet: ask again once it has started.");
            return;
        }

        if (!options.ConnectsAnywhere
            && !options.ConnectTargets().Contains($"{target}", StringComparer.OrdinalIgnoreCase))
        {
            await PingAnswers.FailAsync(
                context, StatusCodes.Status403Forbidden, "Not a server of an account",
                $"Nobody connects to {target} for you; allowed are {Listed(options.ConnectTargets())}.");
            return;
        }

        var report = await connect(target, context.RequestAborted);
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await context.Response.WriteAsync(ConnectMetrics.Of(report), context.RequestAborted);
    }

    private static string Listed(IReadOnlyCollection<string> targets) =>
        string.Join(", ", targets.Order(StringComparer.Ordinal));

    private static SvgScheme Scheme(string word) => word switch
    {
        "light" => SvgScheme.Light,
        "dark" => SvgScheme.Dark,
        _ => SvgScheme.AsTheReaderHasIt,
    };
}
