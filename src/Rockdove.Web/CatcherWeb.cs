using Microsoft.AspNetCore.Builder;
using Rockdove.Catcher;

namespace Rockdove.Web;

/// <summary>The API and the pages of a catcher, for any ASP.NET Core application.</summary>
public static class CatcherWeb
{
    /// <summary>Serves a catcher's mail. Needs routing (<c>AddRouting</c> or <c>AddRoutingCore</c>).</summary>
    public static WebApplication UseCatcher(this WebApplication app, CaughtMail mail, CatcherWebOptions options)
    {
        if (options.WebRoot.Length > 0)
        {
            app.Use(new WebRoot(options.WebRoot).InvokeAsync);
            app.UseRouting(); // By the path that is left.
        }

        app.Use(new RequestGuard(options.HostNames, options.AllowedOrigins).InvokeAsync);
        if (options.RequestsPerSecond > 0)
            app.Use(new RateGuard(options.RequestsPerSecond, mail.Time).InvokeAsync);
        app.Use(new AccessGuard(options.Access, mail.Time).InvokeAsync);
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Alive, KeepAliveTimeout = Alive });
        var summaries = new SummaryCache(mail);
        var checks = new MailChecks(options.Checks, mail.Time);
        app.Lifetime.ApplicationStopped.Register(checks.Dispose);
        var thumbnails = new Thumbnails(mail.Time);
        app.Lifetime.ApplicationStopped.Register(thumbnails.Dispose);
        new MailpitApi(mail, summaries, thumbnails, options).Map(app);
        new MailpitChecks(mail, checks).Map(app);
        new MailHogApi(mail, options, app.Lifetime.ApplicationStopping).Map(app);
        new HealthProbes(mail).Map(app);
        if (options.HasMetrics)
        {
            var metrics = new CatcherMetrics(mail);
            app.Lifetime.ApplicationStopped.Register(metrics.Dispose);
            metrics.Map(app);
        }

        new MailApi(mail, options, checks, thumbnails, app.Lifetime.ApplicationStopping).Map(app);
        new OutApi(mail, options.Out).Map(app);
        if (options.Faults is { } faults)
        {
            new FaultApi(mail, faults).Map(app);
            new ChaosApi(faults.Chaos).Map(app);
            new JimApi(faults.Jim).Map(app);
        }

        UiPages.Map(app);
        return app;
    }

    /// <summary>
    /// How often a websocket is asked whether there is still somebody, and how long it may take to say so.
    /// </summary>
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(30);
}
