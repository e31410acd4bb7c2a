using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;

namespace Rockdove.Web;

/// <summary>
/// The HTTP API of a catcher as Mailpit's clients know it. <c>docs/compat/mailpit.md</c> has a row for each endpoint.
/// </summary>
internal sealed class MailpitApi(
    CaughtMail mail, SummaryCache summaries, Thumbnails thumbnails, CatcherWebOptions options)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        new MailpitMessages(mail, summaries, options.Compat).Map(routes);
        new MailpitMessage(mail, thumbnails).Map(routes);
        new MailpitTags(mail).Map(routes);
        new MailpitView(mail).Map(routes);
        new MailpitSend(mail).Map(routes);
        var release = new MailpitRelease(mail, options.Out);
        release.Map(routes);
        new MailpitAbout(mail, options, release.Relay).Map(routes);
        new MailpitEvents(mail, summaries).Map(routes);
    }
}
