using Microsoft.AspNetCore.Builder;
using Rockdove.Mock;

namespace Rockdove.Web;

/// <summary>The API of a mock, for tests in any language. <c>docs/mock-http.md</c> has the paths.</summary>
public static class MockWeb
{
    /// <summary>
    /// Serves a mock's mail, sessions and script. Needs routing (<c>AddRouting</c> or <c>AddRoutingCore</c>).
    /// </summary>
    public static WebApplication UseMock(this WebApplication app, MockMailServer server, MockWebOptions options)
    {
        app.Use(new RequestGuard(options.HostNames).InvokeAsync);
        new MockApi(server).Map(app);
        return app;
    }
}
