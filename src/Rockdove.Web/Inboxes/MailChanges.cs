using Microsoft.AspNetCore.Http;
using Rockdove.Catcher;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>Marks, tags and deletes many messages at once, in one inbox or in all mail.</summary>
internal static class MailChanges
{
    public static async Task ChangeAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        var shape = await MailAnswers.ReadAsync(context, MailJson.Default.ChangeShape)
            ?? throw RefusalException.BadRequest("""The body says what to change, like {"ids":["…"],"isRead":true}.""");
        var added = MailMarks.Keywords("addTags", shape.AddTags);
        var removed = MailMarks.Keywords("removeTags", shape.RemoveTags);
        if (shape.IsRead is { } isRead)
            (added, removed) = isRead ? (added.Union(Read), removed) : (added, removed.Union(Read));
        if (added.IsEmpty && removed.IsEmpty)
            throw RefusalException.BadRequest("Say what to change: isRead, addTags or removeTags.");
        var selection = await MailSelection.ReadAsync(shape, scope, context.RequestAborted);
        if (!selection.Uids.IsEmpty)
        {
            // Not in the middle: once it has begun it is done, whether or not somebody still listens.
            await StoreAsync(scope, selection.Uids, FlagChangeKind.Remove, removed);
            await StoreAsync(scope, selection.Uids, FlagChangeKind.Add, added);
        }

        await MailAnswers.WriteAsync(context, new(selection.Uids.Count), MailJson.Default.ChangedShape);
    }

    public static async Task DeleteAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        var shape = await MailAnswers.ReadAsync(context, MailJson.Default.SelectionShape)
            ?? throw RefusalException.BadRequest("""The body says which to delete, like {"ids":["…"]}.""");
        var selection = await MailSelection.ReadAsync(shape, scope, context.RequestAborted);
        if (!scope.IsAll)
            await scope.Mail.Store.ExpungeAsync(
                scope.Mailbox, selection.Uids, SystemFlags.None, context.RequestAborted);
        else if (selection.Query is { } query)
            await new CaughtSearch(scope.Mail).DeleteAsync(query, context.RequestAborted);
        else
            await scope.Mail.DeleteAsync(selection.Messages, context.RequestAborted);
        await MailAnswers.WriteAsync(context, new(selection.Uids.Count), MailJson.Default.MailDeletedShape);
    }

    private static async ValueTask StoreAsync(MailScope scope, UidSet uids, FlagChangeKind kind, FlagSet flags)
    {
        if (!flags.IsEmpty)
        {
            await scope.Mail.Store.StoreFlagsAsync(
                scope.Mailbox, uids, new FlagChange(kind, flags), null, CancellationToken.None);
        }
    }

    private static readonly FlagSet Read = SystemFlags.Seen;
}
