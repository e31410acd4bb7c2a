using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;

namespace Rockdove.Web;

/// <summary>Creates, shows and deletes inboxes.</summary>
internal sealed class InboxApi(CaughtMail mail)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "POST", "", CreateAsync);
        Map(routes, "GET", "", ListAsync);
        Map(routes, "GET", "/{inbox}", ShowAsync);
        Map(routes, "DELETE", "/{inbox}", DeleteAsync);
    }

    /// <summary>The inbox that the path names.</summary>
    /// <exception cref="RefusalException">There is none.</exception>
    public static NamedInbox Find(CaughtMail mail, HttpContext context)
    {
        var name = (string)context.Request.RouteValues["inbox"]!;
        return mail.NamedInboxes.Find(name) ?? throw RefusalException.NoInbox(name);
    }

    private static void Map(IEndpointRouteBuilder routes, string method, string path, RequestDelegate answer) =>
        routes.MapMethods($"{MailApi.Root}/inboxes{path}", [method], context => MailAnswers.TellFaultsAsync(
            context, () =>
            {
                _ = new MailQuery(context, withConditions: false);
                return answer(context);
            }));

    private async Task CreateAsync(HttpContext context)
    {
        var wanted = await MailAnswers.ReadAsync(context, MailJson.Default.InboxRequestShape) ?? new();
        var binding = new InboxBinding
        {
            Users = wanted.Users ?? [],
            Recipients = wanted.Recipients ?? [],
            Domains = wanted.Domains ?? [],
            Tags = wanted.Tags ?? [],
        };
        var retention = new InboxRetention
        {
            Messages = wanted.KeptMessages,
            Age = wanted.KeptSeconds is { } age ? Span(age, InboxRetention.LongestAge) : null,
        };
        NamedInbox? inbox;
        try
        {
            var made = new NewInbox
            {
                Name = wanted.Name,
                Binding = binding.IsEmpty ? null : binding,
                Port = wanted.Port,
                KeptUnused = Span(wanted.UnusedSeconds ?? NewInbox.UsuallyKept.TotalSeconds, NewInbox.LongestKept),
                Retention = retention,
            };
            inbox = await mail.NamedInboxes.CreateAsync(made, context.RequestAborted);
        }
        catch (ArgumentException error)
        {
            throw RefusalException.BadRequest(error.Message);
        }
        catch (InboxPortException error)
        {
            throw new RefusalException(409, "The port cannot be had", error.Message);
        }

        if (inbox is null)
        {
            throw new RefusalException(
                409, "There is such an inbox", $"There is an inbox '{wanted.Name}'; delete it, or take another name.");
        }

        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.Headers.Location = $"{context.Request.PathBase}{MailApi.Root}/inboxes/{inbox.Name}";
        await MailAnswers.WriteAsync(context, Shape(inbox, 0), MailJson.Default.InboxShape);
    }

    /// <summary>To look at the list is no use of an inbox.</summary>
    private async Task ListAsync(HttpContext context)
    {
        var inboxes = new List<InboxShape>();
        foreach (var inbox in mail.NamedInboxes.All)
        {
            if (await mail.Store.OpenAsync(inbox.Mailbox, context.RequestAborted) is { } snapshot)
                inboxes.Add(Shape(inbox, snapshot.Status.Messages));
        }

        await MailAnswers.WriteAsync(context, new(inboxes.Count, inboxes), MailJson.Default.InboxListShape);
    }

    private async Task ShowAsync(HttpContext context)
    {
        var inbox = Find(mail, context);
        using var use = inbox.Use();
        var snapshot = await new MailScope(mail, inbox).OpenAsync(context.RequestAborted);
        await MailAnswers.WriteAsync(context, Shape(inbox, snapshot.Status.Messages), MailJson.Default.InboxShape);
    }

    private async Task DeleteAsync(HttpContext context)
    {
        await MailAnswers.RefuseBodyAsync(context);
        var inbox = Find(mail, context);
        if (!await mail.NamedInboxes.DeleteAsync(inbox, context.RequestAborted))
            throw RefusalException.NoInbox(inbox.Name);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>
    /// None at all where it is too long, which is refused with the bounds: a TimeSpan could not hold it.
    /// </summary>
    private static TimeSpan Span(double seconds, TimeSpan longest) =>
        Math.Abs(seconds) <= longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;

    private static InboxShape Shape(NamedInbox inbox, long messages) => new()
    {
        Name = inbox.Name,
        Users = inbox.Binding.Users,
        Recipients = inbox.Binding.Recipients,
        Domains = inbox.Binding.Domains,
        Tags = inbox.Binding.Tags,
        Port = inbox.EndPoint?.Port,
        Messages = messages,
        CreatedAt = inbox.CreatedAt,
        UnusedSeconds = inbox.KeptUnused.TotalSeconds,
        ExpiresAt = inbox.ExpiresAt,
        KeptMessages = inbox.Retention.Messages,
        KeptSeconds = inbox.Retention.Age?.TotalSeconds,
    };
}
