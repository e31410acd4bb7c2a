using System.Globalization;
using System.Net;
using System.Text.Json;
using Rockdove.Catcher;
using Rockdove.Outbox;
using Rockdove.Web;

namespace Rockdove.Cli;

/// <summary>The way out of one run of the catcher.</summary>
internal static class OutRun
{
    /// <summary>
    /// Opens it; null if nothing is to leave and nothing waits from before. In a folder what waits is kept there.
    /// </summary>
    /// <exception cref="Storage.StoreException">What is kept cannot be opened.</exception>
    public static MailOut? Open(CaughtMail mail, MailOutOptions options, string? folder, bool clears)
    {
        var file = folder is null ? null : Path.Combine(folder, FileName);
        if (options.Routes.Count == 0 && options.Webhooks.Count == 0 && !File.Exists(file))
            return null;
        var store = file is null ? null : SqliteOutboxStore.Open(file);
        var mailOut = new MailOut(mail, options, store);
        if (clears)
        {
            foreach (var item in mailOut.Queue.List(one => one.EndedAt is null, 0, int.MaxValue).Items)
                mailOut.Queue.Delete(item.Id);
        }

        return mailOut;
    }

    public static Task StartAsync(
        MailOut mailOut, CaughtMail mail, IEnumerable<Listener> listeners, CancellationToken stop)
    {
        List<IPEndPoint> own = [.. listeners.Where(one => one.Name is "smtp" or "smtps").Select(one => one.Bound)];
        return mailOut.StartAsync(own, WebhookNotices.WriterFor(mail), stop);
    }

    /// <summary>What leaves, and by where: a line of the start.</summary>
    public static string Line(MailOut mailOut, bool json)
    {
        var routes = mailOut.Options.Routes.Select(
            route => string.Create(CultureInfo.InvariantCulture, $"{route.Name} ({route.Host}:{route.Port})"));
        var hooks = mailOut.Options.Webhooks.Select(hook => $"{hook.Target.Name} ({hook.Target.Place})");
        if (json)
        {
            return $$$"""{"out":{"routes":[{{{Quoted(routes)}}}],"webhooks":[{{{Quoted(hooks)}}}],"""
                + string.Create(CultureInfo.InvariantCulture, $"\"waiting\":{mailOut.Queue.Waiting}}}}}");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"mail out by {Listed(routes)}, webhooks {Listed(hooks)}, {mailOut.Queue.Waiting} waiting");
    }

    private static string Listed(IEnumerable<string> texts) =>
        string.Join(", ", texts) is { Length: > 0 } list ? list : "none";

    private static string Quoted(IEnumerable<string> texts) =>
        string.Join(',', texts.Select(text => $"\"{JsonEncodedText.Encode(text)}\""));

    private const string FileName = "outbox.db";
}
