using Microsoft.AspNetCore.Builder;
using Rockdove.Catcher;

namespace Rockdove.Web;

/// <summary>The API and the pages of a catcher, for any ASP.NET Core application.</summary>
public static class CatcherWeb
{
    /// <summary>Serves a catcher's mail. Needs routing (<c>AddRouting</c> or <c>AddRoutingCore</c>).</summary>
    public static WebApplication UseCatcher(this WebApplication app, CaughtMail mail, CatcherWebOptions options)
    {
        var guard = new RequestGuard(options.HostNames);
        app.Use(guard.InvokeAsync);
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Alive, KeepAliveTimeout = Alive });
        var summaries = new SummaryCache(mail);
        new MailpitApi(mail, summaries, options).Map(app);
        new MailApi(mail, options, app.Lifetime.ApplicationStopping).Map(app);
        UiPages.Map(app);
        return app;
    }

    /// <summary>
    /// How often a websocket is asked whether there is still somebody, and how long it may take to say so.
    /// </summary>
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(30);
}
