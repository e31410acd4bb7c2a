using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;

namespace Rockdove.Web;

/// <summary>
/// What this catcher is. Its calls are told as they are mapped, so that a page shows what there is and nothing else:
/// the one that only says how to have a spam check is not among them.
/// </summary>
internal sealed class MailAbout(CaughtMail mail, CatcherWebOptions options, IEndpointRouteBuilder routes)
{
    public Task ShowAsync(HttpContext context)
    {
        _ = new MailQuery(context, withConditions: false);
        var about = new AboutShape
        {
            Version = MailpitAbout.Version,
            Label = options.Label,
            Database = options.Database,
            KeptMessages = mail.KeptMessages,
            MessageBytes = mail.MessageBytes,
            HasNetwork = options.Checks.Network is not null,
            Listeners =
            [
                .. options.Listeners().Select(one => new ListenerShape(
                    one.Name, one.Address.Address.ToString(), one.Address.Port)),
            ],
            Routes = [.. (options.Out?.Options.Routes ?? []).Select(route => route.Name)],
            Calls = [.. Calls().Order(StringComparer.Ordinal)],
        };
        return MailAnswers.WriteAsync(context, about, MailJson.Default.AboutShape);
    }

    /// <summary>Of all mail: those of an inbox are the same.</summary>
    private IEnumerable<string> Calls() =>
        from endpoint in routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        let path = endpoint.RoutePattern.RawText
        where path.StartsWith(MailApi.Root, StringComparison.Ordinal)
            && !path.Contains("/{inbox}/", StringComparison.Ordinal)
            && (options.Checks.SpamAssassin is not null || !path.EndsWith("/checks/spam", StringComparison.Ordinal))
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        select $"{method} {path[MailApi.Root.Length..]}";
}
