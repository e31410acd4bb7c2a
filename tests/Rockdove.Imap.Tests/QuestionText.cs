using System.Globalization;

namespace Rockdove.Imap.Tests;

/// <summary>Questions as transcripts write them.</summary>
internal static class QuestionText
{
    public static string Of(ImapServerEngine engine) => engine.Question switch
    {
        ConnectQuestion => "connect",
        StartTlsQuestion => "starttls",
        SecretQuestion secret => $"secret {secret.Mechanism} {secret.Identity}",
        AuthQuestion { Credentials: var who } => $"auth {who.Mechanism} {who.Kind} {who.Identity}"
            + (string.IsNullOrEmpty(who.AuthorizationIdentity) ? "" : $" as {who.AuthorizationIdentity}")
            + (who.Secret is null ? "" : $" with {who.Secret.RevealText()}"),
        IdQuestion id => "id " + string.Join(' ', id.Fields.Select(field => $"{field.Key}={field.Value ?? "NIL"}")),
        SelectQuestion select => (select.IsReadOnly ? "examine " : "select ") + select.Mailbox,
        CloseQuestion close => (close.Expunges ? "close and expunge " : "close ") + close.Mailbox,
        ListQuestion list => Of(list),
        StatusQuestion status => $"status {status.Mailbox}: {status.Items}",
        CreateQuestion create => $"create {create.Mailbox}"
            + (create.SpecialUse == MailboxAttributes.None ? "" : $" for {create.SpecialUse}"),
        DeleteQuestion delete => $"delete {delete.Mailbox}",
        RenameQuestion rename => $"rename {rename.Mailbox} to {rename.NewName}",
        SubscribeQuestion subscribe => (subscribe.IsSubscribed ? "subscribe " : "unsubscribe ") + subscribe.Mailbox,
        AppendQuestion append => "append " + Of(append),
        MessageQuestion message => "message " + Of(message.Append),
        SyncQuestion sync => sync.MayReportExpunges ? "sync, expunges too" : "sync",
        FetchQuestion fetch => $"fetch {fetch.Messages}: {string.Join(' ', fetch.Items.Select(Of))}"
            + (fetch.ChangedSince is { } since ? $" changed since {since}" : "")
            + (fetch.VanishedAmong is { } among ? $", vanished among {among}" : "")
            + (fetch.SetsSeen ? ", sets seen" : ""),
        StoreQuestion store => $"store {store.Messages}: {Lower(store.Action)} {store.Flags}".TrimEnd()
            + (store.IsSilent ? ", silent" : "")
            + (store.UnchangedSince is { } since ? $", unchanged since {since}" : ""),
        SearchQuestion search => $"search {FakeSearch.Describe(search.Key)}"
            + (search.Returns == SearchReturns.None ? "" : $" for {search.Returns}")
            + (search.TellsModSequence ? ", modseq" : ""),
        CopyQuestion copy => $"{(copy.IsMove ? "move" : "copy")} {copy.Messages} to {copy.Mailbox}",
        ExpungeQuestion expunge => $"expunge {expunge.Only}".TrimEnd(),
        var other => $"{other}",
    };

    private static string Lower(StoreAction action) => action.ToString().ToLowerInvariant();

    private static string Of(FetchItem item) =>
        item + (item.Partial is { } partial ? $" ({partial.Octets})" : "");

    private static string Of(AppendQuestion append) =>
        $"{append.MessageBytes} to {append.Mailbox}"
        + (append.Flags == ImapFlags.None ? "" : $" {append.Flags}")
        + append.InternalDate?.ToString(" yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)
        + (append.MayHoldNul ? ", may hold NUL" : "");

    private static string Of(ListQuestion list)
    {
        var text = (list.IsLsub ? "lsub " : "list ") + string.Join(' ', list.Patterns);
        if (list is { OnlySubscribed: true, IsLsub: false })
            text += ", subscribed";
        if (list.OnlySpecialUse)
            text += ", special use";
        if (list.IsRecursive)
            text += ", recursive";
        return list.Status == StatusItems.None ? text : $"{text}, status {list.Status}";
    }
}
