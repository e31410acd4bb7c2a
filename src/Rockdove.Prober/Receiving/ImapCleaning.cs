using Rockdove.Imap;

namespace Rockdove.Prober;

/// <summary>
/// Deletes mails of ours. Each is read again before it goes, and nothing goes that bears no valid mark. Only UID
/// EXPUNGE is ever said: EXPUNGE and CLOSE would take what others have marked as deleted.
/// </summary>
internal sealed class ImapCleaning(
    ImapMailbox mailbox,
    ImapLook look,
    TimeProvider time,
    WatchOptions options,
    Func<MailboxEvent, CancellationToken, ValueTask> tell)
{
    /// <summary>Where the bin is; null for none.</summary>
    public MailFolder? Trash { get; set; }

    /// <summary>Deletes mails that were told.</summary>
    /// <param name="places">Where they lay.</param>
    /// <param name="folders">The folders that are known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Those that the server would not delete.</returns>
    public async Task<List<MailPlace>> DeleteAsync(
        IReadOnlyList<MailPlace> places, IReadOnlyList<MailFolder> folders, CancellationToken cancellationToken)
    {
        var kept = new List<MailPlace>();
        foreach (var group in places.GroupBy(place => place.Folder, StringComparer.Ordinal))
        {
            if (folders.FirstOrDefault(folder => folder.Name == group.Key) is not { } folder)
                continue; // It was never told of.
            if (await mailbox.OpenAsync(folder.Name, isWritable: true, cancellationToken) is not { } opened)
            {
                kept.AddRange(await TellKeptAsync(folder, group, cancellationToken));
                continue;
            }

            if (opened.UidValidity != folder.UidValidity)
            {
                kept.AddRange(group); // The next look finds out what they are called now.
                continue;
            }

            var asked = await FindAsync(folder, group, cancellationToken);
            foreach (var chunk in asked.Chunk(options.BatchMessages))
                kept.AddRange(await DeleteAsync(folder, new(chunk), cancellationToken));
            await look.KeepCursorAsync(folder, cancellationToken);
        }

        return kept;
    }

    /// <summary>
    /// Looks through some of a folder's past, from the newest to the oldest, and deletes mails of ours that are old.
    /// </summary>
    public async Task<ReapReport> ReapAsync(
        MailFolder folder, TimeSpan olderThan, CancellationToken cancellationToken)
    {
        if (await mailbox.OpenAsync(folder.Name, isWritable: false, cancellationToken) is not { } opened)
            return ReapReport.Nothing;
        var report = opened.Exists > 0
            ? await ReapAsync(folder, opened, olderThan, cancellationToken)
            : ReapReport.Nothing;
        await tell(
            new FolderCounted(
                time.GetTimestamp(), folder.Name, opened.Exists - report.Removed, report.Found - report.Removed),
            cancellationToken);
        return report;
    }

    private async Task<ReapReport> ReapAsync(
        MailFolder folder, OpenedFolder opened, TimeSpan olderThan, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() - olderThan;
        var last = folder.ReapedTo is { } reaped && reaped > 1 ? Math.Min(reaped - 1, opened.Exists) : opened.Exists;
        var end = last > options.ReapedMessages ? last - (uint)options.ReapedMessages + 1 : 1;
        var (examined, reports) = (0, options.Reports);
        var found = new List<uint>();
        while (last >= end)
        {
            var first = last - end >= options.BatchMessages ? last - (uint)options.BatchMessages + 1 : end;
            var messages = await mailbox.ReadByNumberAsync(first, last, cancellationToken);
            examined += messages.Count;
            foreach (var message in messages)
            {
                if (message.IsDeleted && !mailbox.HasUidPlus)
                    continue; // It was done what can be done.
                var isReport = MarkReader.IsReport(message.Header);
                if (await look.RecogniseAsync(message, !isReport || reports-- > 0, cancellationToken) is { } mark
                    && mark.Sent < until)
                    found.Add(message.Uid);
            }

            if (first == 1)
                break;
            last = first - 1;
        }

        folder.ReapedTo = end;
        return await RemoveAsync(folder, opened, found, examined, cancellationToken);
    }

    private async Task<ReapReport> RemoveAsync(
        MailFolder folder, OpenedFolder read, List<uint> found, int examined, CancellationToken cancellationToken)
    {
        var report = new ReapReport(examined, found.Count, 0, 0);
        if (found.Count == 0
            || await mailbox.OpenAsync(folder.Name, isWritable: true, cancellationToken) is not { } opened
            || opened.UidValidity != read.UidValidity)
            return report;
        foreach (var chunk in found.Chunk(options.BatchMessages))
        {
            var outcome = await RemoveAsync(folder, new MessageSet(chunk), cancellationToken);
            report += new ReapReport(
                0, 0, outcome == Removal.Expunged ? chunk.Length : 0, outcome == Removal.Flagged ? chunk.Length : 0);
            if (outcome == Removal.Refused)
                await TellKeptAsync(folder, chunk.Select(folder.PlaceOf), cancellationToken);
            foreach (var uid in chunk)
                folder.IsGone(uid);
        }

        return report;
    }

    /// <summary>What they are called now. Those that lie there no more are told to be gone.</summary>
    private async Task<Dictionary<uint, MailPlace>> FindAsync(
        MailFolder folder, IEnumerable<MailPlace> places, CancellationToken cancellationToken)
    {
        var asked = new Dictionary<uint, MailPlace>();
        foreach (var place in places.Distinct())
        {
            if (folder.UidOf(place, asked.Keys) is { } uid)
                asked[uid] = place;
            else
                await tell(new MailDeleted(time.GetTimestamp(), place, IsExpunged: true), cancellationToken);
        }

        return asked;
    }

    private async Task<List<MailPlace>> DeleteAsync(
        MailFolder folder, Dictionary<uint, MailPlace> asked, CancellationToken cancellationToken)
    {
        var ours = new List<uint>();
        var messages = await mailbox.ReadAsync(new MessageSet(asked.Keys), cancellationToken);
        foreach (var message in messages)
        {
            if (asked.ContainsKey(message.Uid)
                && await look.RecogniseAsync(message, readsReports: true, cancellationToken) is not null)
                ours.Add(message.Uid);
        }

        var outcome = ours.Count == 0
            ? Removal.Expunged
            : await RemoveAsync(folder, new MessageSet(ours), cancellationToken);
        if (outcome == Removal.Refused)
            return await TellKeptAsync(folder, ours.Select(uid => asked[uid]), cancellationToken);
        foreach (var (uid, place) in asked)
        {
            folder.IsGone(uid);
            if (ours.Contains(uid) || messages.All(message => message.Uid != uid))
            {
                await tell(
                    new MailDeleted(time.GetTimestamp(), place, outcome == Removal.Expunged), cancellationToken);
            }
        }

        return [];
    }

    private async Task<Removal> RemoveAsync(MailFolder folder, MessageSet ours, CancellationToken cancellationToken)
    {
        if (mailbox.DeletesInTrash && folder.Role != FolderRole.Trash && Trash is { } trash)
        {
            if (await mailbox.MoveAsync(ours, trash.Name, cancellationToken) is not { } moved)
                return Removal.Refused;
            if (moved.IsEmpty || await mailbox.OpenAsync(trash.Name, isWritable: true, cancellationToken) is null)
                return Removal.Flagged;
            ours = moved;
        }

        if (!await mailbox.FlagAsync(ours, cancellationToken))
            return Removal.Refused;
        if (!mailbox.HasUidPlus)
            return Removal.Flagged;
        return await mailbox.ExpungeAsync(ours, cancellationToken) ? Removal.Expunged : Removal.Refused;
    }

    private async Task<List<MailPlace>> TellKeptAsync(
        MailFolder folder, IEnumerable<MailPlace> places, CancellationToken cancellationToken)
    {
        var kept = places.ToList();
        var failure = new ProbeFailure(
            ProbeStage.Cleanup, $"The server does not delete from '{folder.Name}'. It said: {mailbox.LastRefusal}");
        foreach (var place in kept)
            await tell(new MailKept(time.GetTimestamp(), place, failure), cancellationToken);
        return kept;
    }

    private enum Removal : byte
    {
        Expunged,
        Flagged,
        Refused,
    }
}
