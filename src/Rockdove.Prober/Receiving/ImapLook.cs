using Rockdove.Imap;

namespace Rockdove.Prober;

/// <summary>Looks into folders for what is new, and tells of the mails of ours.</summary>
internal sealed class ImapLook(
    string account,
    ImapMailbox mailbox,
    MarkReader marks,
    IProbeJournal journal,
    TimeProvider time,
    WatchOptions options,
    Func<MailboxEvent, CancellationToken, ValueTask> tell)
{
    /// <summary>Opens a folder and looks at what is new in it.</summary>
    /// <param name="folder">Which.</param>
    /// <param name="sight">When the server told of something new; null for when it opens.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when the folder cannot be opened.</returns>
    public async Task<bool> OpenAsync(MailFolder folder, long? sight, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        if (await mailbox.OpenAsync(folder.Name, isWritable: false, cancellationToken) is not { } opened)
            return false;
        var seen = sight ?? time.GetTimestamp();
        folder.OpenedAt = start;
        folder.KnownUidNext = Math.Max(folder.KnownUidNext, opened.UidNext ?? 0);
        if (folder.UidValidity == 0)
            await BeginAsync(folder, opened, seen, cancellationToken);
        else if (folder.UidValidity != opened.UidValidity)
            await BeginAnewAsync(folder, opened, seen, cancellationToken);
        else if (opened.UidNext is not { } next || next > folder.NextUid)
            await TellNewAsync(folder, opened.UidNext, seen, int.MaxValue, cancellationToken);
        folder.LookedAt = start;
        await KeepCursorAsync(folder, cancellationToken);
        return true;
    }

    /// <summary>Looks at what is new in the folder that is open.</summary>
    /// <param name="folder">Which.</param>
    /// <param name="sight">When the server told of it.</param>
    /// <param name="before">When it was not there yet; null when nobody knows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task LookAsync(MailFolder folder, long sight, long? before, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var known = folder.LookedAt;
        folder.LookedAt = before;
        int found;
        do
        {
            var announced = (int)Math.Min(mailbox.Exists - (long)mailbox.Counted, int.MaxValue);
            found = await TellNewAsync(folder, uidNext: null, sight, announced, cancellationToken);
            mailbox.Count(found);
            sight = mailbox.ToldAt;
        }
        while (found > 0 && mailbox.HasTold); // More came with the answer.

        folder.LookedAt = mailbox.HasTold ? known : start;
        await KeepCursorAsync(folder, cancellationToken);
    }

    /// <summary>
    /// Looks once more at the newest messages of the folder that is open, for mails of ours that were passed over: a
    /// server may show a message before it can read it.
    /// </summary>
    public async Task LookBackAsync(MailFolder folder, CancellationToken cancellationToken)
    {
        if (mailbox.Exists == 0)
            return;
        var first = mailbox.Exists > LookedBackAt ? mailbox.Exists - LookedBackAt + 1 : 1;
        var lookedAt = folder.LookedAt;
        folder.LookedAt = null; // It may have lain there for long.
        foreach (var message in await mailbox.ReadByNumberAsync(first, mailbox.Exists, cancellationToken))
        {
            if (message.Uid < folder.NextUid && !message.IsDeleted && !folder.IsLying(message.Uid)
                && marks.InHeader(message.Header.Headers) is { } mark && marks.IsArrival(mark))
                await TellAsync(folder, message, time.GetTimestamp(), readsReports: false, cancellationToken);
        }

        folder.LookedAt = lookedAt;
    }

    /// <summary>The mark of a message of ours, in itself or in what it reports on; null for anybody else's.</summary>
    public async Task<ProbeMark?> RecogniseAsync(
        SeenMessage message, bool readsReports, CancellationToken cancellationToken)
    {
        if (marks.InHeader(message.Header.Headers) is { } mark)
            return mark;
        if (!readsReports || !MarkReader.IsReport(message.Header)
            || await mailbox.ReadReportAsync(message.Uid, cancellationToken) is not { } report)
            return null;
        return marks.InReport(report.Octets)?.Mark;
    }

    /// <summary>Writes down how far the folder has been read.</summary>
    public async Task KeepCursorAsync(MailFolder folder, CancellationToken cancellationToken)
    {
        var cursor = new FolderCursor(folder.UidValidity, folder.StoredNextUid);
        if (folder.UidValidity == 0 || cursor == folder.Stored)
            return;
        await journal.SetCursorAsync(account, folder.Name, cursor, cancellationToken);
        folder.Stored = cursor;
    }

    /// <summary>The first time in this process: from where the last one was, or from now on.</summary>
    private async Task BeginAsync(
        MailFolder folder, OpenedFolder opened, long sight, CancellationToken cancellationToken)
    {
        folder.Stored = await journal.CursorAsync(account, folder.Name, cancellationToken);
        if (folder.Stored is { } cursor && cursor.UidValidity != opened.UidValidity)
        {
            folder.Begin(opened.UidValidity, nextUid: 1);
            await TellUnknownAsync(folder, opened, sight, [], cancellationToken);
            return;
        }

        // A folder that was put back from a copy goes on with UIDs that were given before.
        var next = opened.UidNext ?? folder.Stored?.NextUid ?? await NextUidAsync(opened, cancellationToken);
        folder.Begin(opened.UidValidity, Math.Min(next, folder.Stored?.NextUid ?? next));
        if (folder.Stored is not null && (opened.UidNext is not { } end || end > folder.NextUid))
        {
            await TellNewAsync(folder, opened.UidNext, sight, int.MaxValue, cancellationToken);
        }
    }

    private async Task BeginAnewAsync(
        MailFolder folder, OpenedFolder opened, long sight, CancellationToken cancellationToken)
    {
        var lay = folder.BeginAnew(opened.UidValidity);
        await TellUnknownAsync(folder, opened, sight, [.. lay.Select(mail => mail.Value)], cancellationToken);
    }

    /// <summary>It is not known what is new, so the newest messages are looked at, in bounds.</summary>
    /// <param name="folder">Which.</param>
    /// <param name="opened">What the server says of it.</param>
    /// <param name="sight">When it was opened.</param>
    /// <param name="known">Mails that lay there, and are not told again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private async Task TellUnknownAsync(
        MailFolder folder,
        OpenedFolder opened,
        long sight,
        List<ProbeToken> known,
        CancellationToken cancellationToken)
    {
        var first = opened.Exists > options.UnknownMessages ? opened.Exists - (uint)options.UnknownMessages + 1 : 1;
        var reports = options.Reports;
        for (var at = first; at <= opened.Exists; at += (uint)options.BatchMessages)
        {
            var last = (uint)Math.Min(opened.Exists, at + (long)options.BatchMessages - 1);
            foreach (var message in await mailbox.ReadByNumberAsync(at, last, cancellationToken))
            {
                folder.Saw(message.Uid);
                if (marks.InHeader(message.Header.Headers) is { Token: var token } && known.Remove(token))
                    folder.Lies(message.Uid, token);
                else if (await TellAsync(folder, message, sight, reports > 0, cancellationToken))
                    reports--;
            }
        }

        if (opened.UidNext is { } next)
            folder.Begin(folder.UidValidity, Math.Max(next, folder.NextUid));
    }

    /// <summary>Tells of messages that are new.</summary>
    /// <param name="folder">Which, and it is open.</param>
    /// <param name="uidNext">UIDNEXT when it was opened; null when it is longer open.</param>
    /// <param name="sight">When the server told of messages.</param>
    /// <param name="announced">How many it told of. Those that are found beyond them came while they were read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many there are.</returns>
    private async Task<int> TellNewAsync(
        MailFolder folder, uint? uidNext, long sight, int announced, CancellationToken cancellationToken)
    {
        var reports = options.Reports;
        var (found, beyond) = (0, 0);
        var isMany = uidNext is { } end && end - (long)folder.NextUid > options.BatchMessages;
        foreach (var batch in await BatchesAsync(folder, isMany, cancellationToken))
        {
            var messages = batch is null
                ? await mailbox.ReadFromAsync(folder.NextUid, cancellationToken)
                : await mailbox.ReadAsync(batch, cancellationToken);
            var read = time.GetTimestamp();
            foreach (var message in messages)
            {
                if (message.Uid < folder.NextUid)
                    continue;
                beyond += message.Uid >= uidNext ? 1 : 0;
                var at = found++ < announced ? sight : read;
                if (await TellAsync(folder, message, at, reports > 0, cancellationToken))
                    reports--;
                folder.Saw(message.Uid); // Not before it is told: the session may end meanwhile.
            }
        }

        if (uidNext is not null)
            mailbox.Count(beyond); // The others were counted when the folder was opened.
        return found;
    }

    /// <summary>Sets of UIDs to ask about; null stands for all that are new.</summary>
    private async Task<IReadOnlyList<MessageSet?>> BatchesAsync(
        MailFolder folder, bool isMany, CancellationToken cancellationToken)
    {
        if (!isMany)
            return [null];
        var uids = await mailbox.UidsFromAsync(folder.NextUid, options.MissedMessages, cancellationToken);
        return [.. uids.Chunk(options.BatchMessages).Select(chunk => new MessageSet(chunk))];
    }

    /// <summary>Tells of a message if it is ours. True when a report had to be read.</summary>
    private async Task<bool> TellAsync(
        MailFolder folder, SeenMessage message, long sight, bool readsReports, CancellationToken cancellationToken)
    {
        var place = folder.PlaceOf(message.Uid);
        if (marks.InHeader(message.Header.Headers) is { } mark)
        {
            if (!marks.IsArrival(mark) || folder.Role == FolderRole.Sent
                || await mailbox.ReadHeaderAsync(message.Uid, cancellationToken) is not { } mail)
                return false;
            folder.Lies(message.Uid, mark.Token);
            var arrived = new ProbeArrived(
                sight, Before(folder, sight), mark, place, mail.Octets, mail.StoredAt, mail.Bytes);
            await tell(arrived, cancellationToken);
            return false;
        }

        if (!readsReports || !MarkReader.IsReport(message.Header))
            return false;
        folder.Saw(message.Uid); // Anybody may have sent it: one that ends the session ends no second one.
        if (await mailbox.ReadReportAsync(message.Uid, cancellationToken) is { } read
            && marks.InReport(read.Octets) is { } report && marks.IsOwn(report.Mark))
        {
            folder.Lies(message.Uid, report.Mark.Token);
            await tell(report.ToEvent(sight, place, read.Octets), cancellationToken);
        }

        return true;
    }

    /// <summary>A server without UIDNEXT tells the UID of its last message.</summary>
    private async Task<uint> NextUidAsync(OpenedFolder opened, CancellationToken cancellationToken)
    {
        if (opened.Exists == 0)
            return 1;
        var last = await mailbox.ReadByNumberAsync(opened.Exists, opened.Exists, cancellationToken);
        return last is [.., { Uid: var uid }] ? uid + 1 : 1;
    }

    private static long? Before(MailFolder folder, long sight) =>
        folder.LookedAt is { } looked && looked <= sight ? looked : null;

    /// <summary>Messages that are looked at once more: what comes within minutes, and one answer's worth.</summary>
    private const uint LookedBackAt = 50;
}
