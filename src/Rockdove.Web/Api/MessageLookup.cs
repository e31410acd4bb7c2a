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
        var caught = await mail.FindNamedAsync(name, cancellationToken);
        if (caught is null || await mail.ReadAsync(caught.Id, cancellationToken) is not { } body)
            return null;
        return (caught, MimeMessage.Read(body));
    }

    /// <summary>The same without its octets.</summary>
    public static async ValueTask<CaughtMessage?> FindNamedAsync(
        this CaughtMail mail, string name, CancellationToken cancellationToken)
    {
        if (name == "latest")
            return (await mail.ListAsync(0, 1, cancellationToken)).Messages is [var newest] ? newest : null;
        return MessageId.TryParse(name, out var id) ? await mail.FindAsync(id, cancellationToken) : null;
    }
}
