using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Answers a FETCH of flags alone for many messages, which is what clients begin with, from flags that are known.
/// </summary>
internal sealed class FlagsAnswer(
    ImapContext context, KnownFlags known, SelectedMailbox mailbox, FetchQuestion question)
{
    private readonly bool _tellsModSequence = question.Items.Any(item => item.Kind == FetchKind.ModSequence);

    /// <summary>Whether this is such a FETCH. For few messages their rows are read sooner.</summary>
    public static bool Fits(FetchQuestion question, MailboxView view, KnownFlags known)
    {
        if (question.SetsSeen || question.ChangedSince is not null || question.Messages.Count < FewestMessages
            || !known.HasRoomFor(view.Count))
            return false;
        foreach (var item in question.Items)
        {
            if (item.Kind is not (FetchKind.Flags or FetchKind.Uid or FetchKind.ModSequence))
                return false;
        }

        return true;
    }

    public async ValueTask<ImapReply?> RunAsync(CancellationToken cancellationToken)
    {
        var uids = ImapTerms.ToUids(question.Messages);
        var told = 0L;
        if (await known.ReadAsync(mailbox.Id, cancellationToken) is { } picture)
        {
            for (var i = 0; i < uids.Ranges.Length; i++)
            {
                var rows = picture.In(uids.Ranges[i]);
                told += rows.Length;
                for (var at = 0; at < rows.Length; at += ToldAtOnce)
                {
                    Tell(rows.Span[at..Math.Min(at + ToldAtOnce, rows.Length)]);
                    await context.SendAsync();
                }
            }
        }

        return told < uids.Count && !context.IsByUid ? ImapStoreReplies.SomeHaveGone : null;
    }

    private void Tell(ReadOnlySpan<FlagRow> rows)
    {
        var responses = context.Responses;
        foreach (var row in rows)
        {
            if (!responses.BeginFetch(row.Uid.Value))
                continue;
            foreach (var item in question.Items)
            {
                if (item.Kind == FetchKind.Uid)
                    responses.Uid(row.Uid.Value);
                else if (item.Kind == FetchKind.ModSequence)
                    responses.ModSequence((ulong)row.ModSequence.Value);
                else
                    mailbox.TellFlags(context, row.Uid, row.Flags, row.ModSequence, _tellsModSequence);
            }

            responses.EndFetch();
        }
    }

    private const int FewestMessages = 32;

    /// <summary>Responses of some 40 octets between two looks at whether they are worth sending.</summary>
    private const int ToldAtOnce = 64;
}
