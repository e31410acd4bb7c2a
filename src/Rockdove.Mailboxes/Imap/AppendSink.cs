using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Stages the messages of an APPEND or a REPLACE while they come, and makes them real when all of them are there: OK
/// says that they are kept, and that what they replace is gone.
/// </summary>
internal sealed class AppendSink(
    ImapContext context, IMailStore store, MailboxId mailbox, MailboxImapOptions options, TimeProvider time) : ImapSink
{
    private readonly List<ArrivingMessage> _messages = [];
    private long _announcedBytes;
    private MessageEntry? _replaces;
    private long _replacedBytes;
    private ImapReply? _refusal;

    /// <summary>Begins the first message, or the next one.</summary>
    public override async ValueTask<ImapReply?> NextAsync(
        AppendQuestion question, CancellationToken cancellationToken)
    {
        if (_refusal is not null)
            return _refusal;
        if (!ImapTerms.TryToFlags(question.Flags, out var flags))
            return ImapStoreReplies.TooManyKeywords;
        if (question.Replaces is { } uid && !await FindReplacedAsync(new Uid(uid), cancellationToken))
            return ImapReplies.NothingToReplace;
        if (!await HasRoomAsync(_announcedBytes += question.MessageBytes, cancellationToken))
            return ImapStoreReplies.OverQuota;
        try
        {
            _messages.Add(new ArrivingMessage(
                question, flags, await store.StageAsync(question.MessageBytes, cancellationToken)));
            return null;
        }
        catch (StoreException error) when (ImapStoreReplies.To(error) is { } refusal)
        {
            return refusal;
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (_refusal is not null)
            return;
        try
        {
            await _messages[^1].WriteAsync(content, cancellationToken);
        }
        catch (StoreException error) when (ImapStoreReplies.To(error) is { } refusal)
        {
            _refusal = refusal; // The client is told when it has sent all: IMAP has no earlier moment.
        }
    }

    public override async ValueTask<ImapReply> CompleteAsync(CancellationToken cancellationToken)
    {
        if (_refusal is not null)
            return _refusal;

        // RFC 6855 section 4; IMAP4rev2 takes such headers (RFC 9051 section 6.3.12).
        if (!options.TakesUndeclaredUtf8 && context.Protocol.Has<Utf8Accept>() && !context.Session.IsRev2
            && _messages.Exists(message => message.IsUndeclaredUtf8))
            return ImapStoreReplies.UndeclaredUtf8;
        try
        {
            var now = time.GetUtcNow();
            var appended = await store.AppendAsync(
                mailbox, [.. _messages.Select(message => message.ToAppend(now))], _replaces, cancellationToken);
            return appended is null ? ImapReplies.NothingToReplace : Tell(appended);
        }
        catch (StoreException error) when (ImapStoreReplies.To(error) is { } refusal)
        {
            return refusal;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var message in _messages)
            await message.DisposeAsync();
        await base.DisposeAsync();
    }

    private ImapReply Tell(AppendedMessages appended)
    {
        var session = MailboxSession.Of(context);
        if (_replaces is { } old)
            session.Selected!.Removed(UidSet.Of(old.Uid), appended.ReplacedModSequence);
        if (session.Selected?.Id == mailbox)
            context.NoteChange(); // RFC 9051 section 6.3.12: it is told with the answer.
        else
            session.Watched?.Came(mailbox, appended.Uids, appended.ModSequence);
        return ImapReply.Ok("Kept", ImapCodes.AppendUid(appended.UidValidity, ImapTerms.ToMessages(appended.Uids)));
    }

    private async ValueTask<bool> FindReplacedAsync(Uid uid, CancellationToken cancellationToken)
    {
        var selected = MailboxSession.Of(context).Selected!.Id;
        await foreach (var row in store.ReadAsync(selected, UidSet.Of(uid), MessageFields.None, cancellationToken))
            (_replaces, _replacedBytes) = (new MessageEntry(selected, uid), row.Bytes);
        return _replaces is not null;
    }

    /// <summary>The commit looks again; but now it costs the client nothing.</summary>
    private async ValueTask<bool> HasRoomAsync(long bytes, CancellationToken cancellationToken)
    {
        var quota = await store.Attributes.QuotaAsync(MailboxSession.Of(context).Owner, cancellationToken);
        return quota.Limits.Allow(
            quota.Bytes, bytes - _replacedBytes, quota.Messages, _messages.Count + 1 - (_replaces is null ? 0 : 1));
    }
}
