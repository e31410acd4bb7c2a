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
        MessageQuestion { All.Count: > 1 } all => "messages " + string.Join(" and ", all.All.Select(Of)),
        MessageQuestion message => "message " + Of(message.Append),
        CompressQuestion => "compress",
        SortQuestion sort => $"sort {FakeSearch.Describe(sort.Key)} by {string.Join(' ', sort.Criteria.Select(Of))}"
            + Of(sort.Returns, sort.Window) + (sort.TellsModSequence ? ", modseq" : ""),
        ThreadQuestion thread => $"thread {FakeSearch.Describe(thread.Key)} by {thread.Algorithm}",
        NotifyQuestion notify => (notify.TellsStatus ? "notify with status" : "notify")
            + string.Concat(notify.Groups.Select(Of)),
        WatchQuestion => "watch",
        QuotaQuestion quota => $"quota '{quota.Root}'",
        QuotaRootQuestion root => $"quota roots of {root.Mailbox}",
        SetQuotaQuestion set => $"set quota '{set.Root}':"
            + string.Concat(set.Limits.Select(limit => $" {limit.Key}={limit.Value}")),
        MetadataQuestion get => $"metadata of '{get.Mailbox}': {string.Join(' ', get.Entries)}"
            + (get.Depth == MetadataDepth.Zero ? "" : $", depth {get.Depth}")
            + (get.MaxBytes is { } most ? $", at most {most}" : ""),
        SetMetadataQuestion set => $"set metadata of '{set.Mailbox}':"
            + string.Concat(set.Entries.Select(entry => $" {entry.Name}={Of(entry.Value)}")),
        SyncQuestion sync => sync.MayReportExpunges ? "sync, expunges too" : "sync",
        FetchQuestion fetch => $"fetch {fetch.Messages}: {string.Join(' ', fetch.Items.Select(Of))}"
            + (fetch.ChangedSince is { } since ? $" changed since {since}" : "")
            + (fetch.VanishedAmong is { } among ? $", vanished among {among}" : "")
            + (fetch.SetsSeen ? ", sets seen" : ""),
        StoreQuestion store => $"store {store.Messages}: {Lower(store.Action)} {store.Flags}".TrimEnd()
            + (store.IsSilent ? ", silent" : "")
            + (store.UnchangedSince is { } since ? $", unchanged since {since}" : ""),
        SearchQuestion search => $"search {FakeSearch.Describe(search.Key)}"
            + Of(search.Returns, search.Window)
            + (search.TellsModSequence ? ", modseq" : ""),
        CopyQuestion copy => $"{(copy.IsMove ? "move" : "copy")} {copy.Messages} to {copy.Mailbox}",
        ExpungeQuestion expunge => $"expunge {expunge.Only}".TrimEnd(),
        var other => $"{other}",
    };

    private static string Lower(StoreAction action) => action.ToString().ToLowerInvariant();

    private static string Of(FetchItem item) =>
        item + (item.Partial is { } partial ? $" ({partial.Octets})" : "") + (item.IsLazy ? " (lazy)" : "");

    private static string Of(NotifyGroup group) => $" [{group.Mailboxes}"
        + string.Concat(group.Names.Select(name => $" '{name}'")) + $": {group.Events}"
        + (group.NewMessageItems.Count > 0 ? $" ({string.Join(' ', group.NewMessageItems.Select(Of))})" : "") + "]";

    private static string Of(SortCriterion criterion) => (criterion.IsReverse ? "reverse " : "") + criterion.Key;

    private static string Of(SearchReturns returns, ResultWindow? window) =>
        (returns == SearchReturns.None ? "" : $" for {returns}") + (window is { } some ? $" ({some})" : "");

    private static string Of(ReadOnlyMemory<byte>? value) =>
        value is { } octets ? $"'{System.Text.Encoding.UTF8.GetString(octets.Span)}'" : "NIL";

    private static string Of(AppendQuestion append) =>
        $"{append.MessageBytes} to {append.Mailbox}"
        + (append.Flags == ImapFlags.None ? "" : $" {append.Flags}")
        + append.InternalDate?.ToString(" yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)
        + (append.MayHoldNul ? ", may hold NUL" : "")
        + (append.IsUtf8 ? ", UTF-8" : "")
        + (append.Index > 0 ? $", message {append.Index + 1}" : "")
        + (append.Replaces is { } uid ? $", replaces {uid}" : "");

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
