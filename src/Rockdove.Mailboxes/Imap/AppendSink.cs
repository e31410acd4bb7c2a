using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Stages a message that is appended while it comes, and commits it when all of it is there: OK says that it is kept.
/// </summary>
internal sealed class AppendSink(
    ImapContext context, IMailStore store, IStagedMessage staged, MailboxId mailbox, AppendQuestion question,
    FlagSet flags, TimeProvider time) : ImapSink
{
    private readonly DetailsScanner _scanner = new();
    private ImapReply? _refusal;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (_refusal is not null)
            return;
        try
        {
            await staged.WriteAsync(content, cancellationToken);
            _scanner.Write(content.Span);
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
        try
        {
            var placement = new Placement(mailbox, question.InternalDate ?? time.GetUtcNow(), flags);
            var message = await store.CommitAsync(
                staged, envelope: null, _scanner.Complete(), [placement], cancellationToken);
            if (MailboxSession.Of(context).Selected?.Id == mailbox)
                context.NoteChange(); // RFC 9051 section 6.3.12: it is told with the answer.
            var place = message.Places[0];
            return ImapReply.Ok("Kept", ImapCodes.AppendUid(place.UidValidity, place.Uid.Value));
        }
        catch (StoreException error) when (ImapStoreReplies.To(error) is { } refusal)
        {
            return refusal;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await staged.DisposeAsync();
        await base.DisposeAsync();
    }
}
