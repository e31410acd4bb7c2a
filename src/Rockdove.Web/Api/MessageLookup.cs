using Rockdove.Catcher;
using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>Finds the message that a path means.</summary>
internal static class MessageLookup
{
    /// <summary>The message with an id, or the newest one for <c>latest</c>; null if there is none.</summary>
    public static async ValueTask<(CaughtMessage Caught, MimeMessage Mime)?> LookUpAsync(
        this CaughtMail mail, string name, CancellationToken cancellationToken)
    {
        CaughtMessage? caught = null;
        if (name == "latest")
            caught = (await mail.ListAsync(0, 1, cancellationToken)).Messages is [var newest] ? newest : null;
        else if (MessageId.TryParse(name, out var id))
            caught = await mail.FindAsync(id, cancellationToken);
        if (caught is null || await mail.ReadAsync(caught.Id, cancellationToken) is not { } body)
            return null;
        return (caught, MimeMessage.Read(body));
    }
}
