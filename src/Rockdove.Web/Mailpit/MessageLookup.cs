using Microsoft.AspNetCore.Http;
using Rockdove.Catcher;
using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>
/// Finds the message that a path means: the one with an id, or with <c>latest</c> the newest one, or the newest that
/// the parameter <c>query</c> finds.
/// </summary>
internal sealed class MessageLookup(CaughtMail mail)
{
    private readonly CaughtSearch _search = new(mail);

    /// <summary>Null if there is none.</summary>
    public async ValueTask<(CaughtMessage Caught, MimeMessage Mime)?> ReadAsync(HttpContext context, string name)
    {
        var caught = await FindAsync(context, name);
        if (caught is null || await mail.ReadAsync(caught.Id, context.RequestAborted) is not { } body)
            return null;
        return (caught, MimeMessage.Read(body));
    }

    /// <summary>The same without its octets.</summary>
    public async ValueTask<CaughtMessage?> FindAsync(HttpContext context, string name)
    {
        if (name != "latest")
            return MessageId.TryParse(name, out var id) ? await mail.FindAsync(id, context.RequestAborted) : null;
        if (MailpitQuery.Parameter(context, "query") is not { } text)
            return (await mail.ListAsync(0, 1, context.RequestAborted)).Messages is [var newest] ? newest : null;
        var typed = await MailpitQuery.ReadAsync(context, _search, text);
        if (typed.Mistake is not null)
            return null;
        return await _search.FindNewestAsync(typed.Query ?? SearchQuery.All, context.RequestAborted);
    }
}
