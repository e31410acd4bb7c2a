using Microsoft.AspNetCore.Builder;
using Rockdove.Prober;

namespace Rockdove.Web;

/// <summary>The API of a prober, and its picture. <c>docs/ping-http.md</c> has the paths.</summary>
public static class PingWeb
{
    /// <summary>Serves a prober's results. Needs routing (<c>AddRouting</c> or <c>AddRoutingCore</c>).</summary>
    /// <param name="app">The application, which listens where only those who may read the results come.</param>
    /// <param name="reader">The results. It stays the caller's.</param>
    /// <param name="options">What else there is.</param>
    public static WebApplication UsePing(this WebApplication app, ProbeReader reader, PingWebOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        app.Use(new RequestGuard(options.HostNames).InvokeAsync);
        app.Use(PingAnswers.TellFaultsAsync);
        new PingApi(reader, options).Map(app);
        new PingActions(reader, options).Map(app);
        UiPages.Map(app, "ping.html");
        return app;
    }
}
