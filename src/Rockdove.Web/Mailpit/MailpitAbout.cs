using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;

namespace Rockdove.Web;

/// <summary>What the catcher is and has done.</summary>
/// <param name="mail">What it caught.</param>
/// <param name="options">What is said of where it keeps it, and of what it is called.</param>
/// <param name="relay">Where it may send what it caught.</param>
internal sealed class MailpitAbout(CaughtMail mail, CatcherWebOptions options, RelayShape relay)
{
    private readonly CaughtTags _tags = new(mail);
    private readonly DateTimeOffset _startedAt = mail.Time.GetUtcNow();

    /// <summary>Such as <c>v1.2.0</c>, as clients know it.</summary>
    public static string Version { get; } = $"v{typeof(MailpitAbout).Assembly.GetName().Version?.ToString(3)}";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/info", InfoAsync);
        routes.MapGet("/api/v1/webui", WebUiAsync);
    }

    private async Task InfoAsync(HttpContext context)
    {
        var all = await mail.ListAsync(0, 0, context.RequestAborted);
        var usage = await mail.Store.UsageAsync(context.RequestAborted);
        var info = new InfoShape
        {
            Version = Version,
            LatestVersion = "",
            Database = options.Database,
            DatabaseSize = usage.BodyBytes + usage.StagedBytes,
            Messages = all.Total,
            Unread = all.Unread,
            Tags = await _tags.CountAsync(context.RequestAborted),
            RuntimeStats = new RuntimeShape
            {
                Uptime = (long)(mail.Time.GetUtcNow() - _startedAt).TotalSeconds,
                Memory = Environment.WorkingSet,
                MessagesDeleted = mail.Totals.Deleted,
                SMTPAccepted = mail.Totals.Accepted,
                SMTPAcceptedSize = mail.Totals.AcceptedBytes,
                SMTPRejected = mail.Totals.Refused,
                SMTPIgnored = 0,
            },
        };
        await MailpitAnswers.JsonAsync(context, info, MailpitJson.Default.InfoShape);
    }

    /// <summary>Of the features that are false here there is none.</summary>
    private Task WebUiAsync(HttpContext context) => MailpitAnswers.JsonAsync(
        context,
        new WebUiShape
        {
            Label = options.Label,
            MessageRelay = relay,
            SpamAssassin = options.Checks.SpamAssassin is not null,
            ChaosEnabled = options.Faults?.Chaos.IsEnabled == true,
            DuplicatesIgnored = false,
            HideDeleteAllButton = false,
        },
        MailpitJson.Default.WebUiShape);
}
