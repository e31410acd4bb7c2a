using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;

namespace Rockdove.Web;

/// <summary>
/// The HTTP API of a catcher as MailHog's clients know it. <c>docs/compat/mailhog.md</c> has a row for each endpoint.
/// </summary>
internal sealed class MailHogApi(CaughtMail mail, CatcherWebOptions options, CancellationToken stopping)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var reading = new MailHogReading(writesTrace: options.Compat == CatcherCompat.MailHog);
        new MailHogMessages(mail, reading, options.Compat).Map(routes);
        new MailHogDownloads(mail).Map(routes);
        new MailHogEvents(mail, reading, stopping).Map(routes);
        new MailHogRelease(mail, options.Out).Map(routes);
    }
}
