using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;

namespace Rockdove.Web;

/// <summary>
/// What this catcher is. Its calls are told as they are mapped, so that a page shows what there is and nothing else.
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
            Listeners =
            [
                .. options.Listeners().Select(one => new ListenerShape(
                    one.Name, one.Address.Address.ToString(), one.Address.Port)),
            ],
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
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        select $"{method} {path[MailApi.Root.Length..]}";
}
