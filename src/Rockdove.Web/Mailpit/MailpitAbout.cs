using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;

namespace Rockdove.Web;

/// <summary>What the catcher is and has done.</summary>
/// <param name="mail">What it caught.</param>
/// <param name="database">What is said of where it keeps it.</param>
/// <param name="chaos">Whose faults may be asked for; null for nobody's.</param>
internal sealed class MailpitAbout(CaughtMail mail, string database, CatcherChaos? chaos)
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
            Database = database,
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

    /// <summary>Of these features there is but chaos: nothing leaves this catcher, and nothing is dropped.</summary>
    private Task WebUiAsync(HttpContext context) => MailpitAnswers.JsonAsync(
        context,
        new WebUiShape
        {
            Label = "",
            MessageRelay = new RelayShape
            {
                Enabled = false,
                SMTPServer = "",
                ReturnPath = "",
                AllowedRecipients = "",
                BlockedRecipients = "",
                OverrideFrom = "",
                PreserveMessageIDs = false,
                RecipientAllowlist = "",
            },
            SpamAssassin = false,
            ChaosEnabled = chaos?.IsEnabled == true,
            DuplicatesIgnored = false,
            HideDeleteAllButton = false,
        },
        MailpitJson.Default.WebUiShape);
}
