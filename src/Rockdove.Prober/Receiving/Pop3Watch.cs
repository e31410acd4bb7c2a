using Rockdove.Hosting;
using Rockdove.Mime;
using Rockdove.Wire;

namespace Rockdove.Prober;

/// <summary>
/// Watches a maildrop by POP3. A session sees the maildrop as it was at its login, so each look is a session.
/// </summary>
internal sealed class Pop3Watch(ProbeAccount account, MarkReader marks, TimeProvider time, WatchOptions options)
    : MailboxWatch(account, marks, time, options)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<MailPlace> _pending = [];
    private long? _lookedAt;
    private bool _hasLooked;
    private int _reapedTo;

    protected override async Task LookAsync(SaslLogin? login, CancellationToken cancellationToken)
    {
        var start = Time.GetTimestamp();
        await using var connection = await ConnectAsync(() => Pop3ClientConnection.ConnectAsync(
            EndPoint, ServerReach.Pop3(Account, login, Time, Options), cancellationToken));
        var drop = new Pop3Maildrop(connection, Options);
        drop.Demand(ProbeStage.Connect);
        await drop.OpenAsync(cancellationToken);
        var sight = Time.GetTimestamp();
        await TellNewAsync(drop, sight, cancellationToken);
        await TellAsync(
            new MailboxReady(
                Time.GetTimestamp(),
                Pop3Failures.PhasesOf(
                    connection.Times, Server.Security == MailSecurity.Tls, Time.GetElapsedTime(start, sight))),
            cancellationToken);

        _pending.AddRange(TakeDeletions());
        var deleted = await DeleteAsync(drop, cancellationToken);
        var report = NextReap() is { } request
            ? await ReapAsync(drop, request.OlderThan, cancellationToken)
            : null;
        await QuitAsync(drop, deleted, cancellationToken);
        if (report is not null)
            EndReap(report);
        _lookedAt = start;
        _hasLooked = true;
        if (!HasChores)
            await RestAsync(Rest(IsExpecting ? Pace.Next() : Options.RestPoll, start), cancellationToken);
    }

    /// <summary>
    /// From look to look, so that a login that takes its time makes no figure worse. A slow server gets half of the
    /// time to itself all the same.
    /// </summary>
    private TimeSpan Rest(TimeSpan betweenLooks, long start)
    {
        var left = betweenLooks - Time.GetElapsedTime(start);
        return left > betweenLooks / 2 ? left : betweenLooks / 2;
    }

    /// <summary>Looks at messages that were not there before, the newest of them if there are too many.</summary>
    private async Task TellNewAsync(Pop3Maildrop drop, long sight, CancellationToken cancellationToken)
    {
        var most = _hasLooked && drop.HasUidl ? Options.MissedMessages : Options.DropMessages;
        var found = drop.Messages.Where(message => message.Uidl is null || !_seen.Contains(message.Uidl)).ToList();
        var reports = Options.Reports;
        foreach (var message in found.Skip(Math.Max(0, found.Count - most)))
        {
            if (await drop.ReadHeaderAsync(message, cancellationToken) is not { } header
                || !_seen.Add(drop.NameOf(message)))
                continue;
            if (await TellAsync(drop, message, header, sight, reports > 0, cancellationToken))
                reports--;
        }

        if (drop.HasUidl)
        {
            _seen.Clear();
            _seen.UnionWith(drop.Messages.Select(message => message.Uidl!));
        }
        else if (_seen.Count > MostNames)
        {
            _seen.Clear();
            _seen.UnionWith(drop.Names);
        }
    }

    /// <summary>Tells of a message if it is ours. True when a report had to be read.</summary>
    private async Task<bool> TellAsync(
        Pop3Maildrop drop,
        Pop3Message message,
        ReadOnlyMemory<byte> header,
        long sight,
        bool readsReports,
        CancellationToken cancellationToken)
    {
        var read = MimeMessage.Read(header);
        var place = PlaceOf(drop.NameOf(message));
        if (Marks.InHeader(read.Headers) is { } mark)
        {
            if (Marks.IsArrival(mark))
            {
                await TellAsync(
                    new ProbeArrived(sight, _lookedAt, mark, place, header, StoredAt: null, message.Bytes),
                    cancellationToken);
            }

            return false;
        }

        if (!readsReports || !MarkReader.IsReport(read))
            return false;
        if (await drop.ReadReportAsync(message, cancellationToken) is { } octets
            && Marks.InReport(octets) is { } report && Marks.IsOwn(report.Mark))
            await TellAsync(report.ToEvent(sight, place, octets), cancellationToken);
        return true;
    }

    /// <summary>Marks mails that were told, if they are ours.</summary>
    private async Task<List<MailPlace>> DeleteAsync(Pop3Maildrop drop, CancellationToken cancellationToken)
    {
        var deleted = new List<MailPlace>();
        foreach (var place in _pending.Distinct().ToArray())
        {
            var message = drop.Find(place.Uid);
            if (message is null)
            {
                if (drop.HasUidl)
                    deleted.Add(place); // It is gone.
                else
                    _pending.Remove(place); // It is gone, or behind too many others: the reaper finds it.
            }
            else if (await RecogniseAsync(drop, message, readsReports: true, cancellationToken) is null)
            {
                _pending.Remove(place);
            }
            else if (await drop.DeleteAsync(message, cancellationToken))
            {
                deleted.Add(place);
            }
            else
            {
                await TellKeptAsync(place, drop.LastRefusal, cancellationToken);
            }
        }

        return deleted;
    }

    private async Task QuitAsync(Pop3Maildrop drop, List<MailPlace> deleted, CancellationToken cancellationToken)
    {
        var isDone = await drop.QuitAsync(cancellationToken);
        foreach (var place in deleted)
        {
            if (isDone)
            {
                _pending.RemoveAll(pending => pending == place);
                _seen.Remove(place.Uid);
                await TellAsync(new MailDeleted(Time.GetTimestamp(), place, IsExpunged: true), cancellationToken);
            }
            else
            {
                await TellKeptAsync(place, drop.LastRefusal, cancellationToken);
            }
        }

        drop.Demand(ProbeStage.Cleanup);
    }

    private async Task<ReapReport> ReapAsync(
        Pop3Maildrop drop, TimeSpan olderThan, CancellationToken cancellationToken)
    {
        var until = Time.GetUtcNow() - olderThan;
        var last = _reapedTo > 1 ? Math.Min(_reapedTo - 1, drop.Messages.Count) : drop.Messages.Count;
        var first = Math.Max(1, last - Options.DropMessages + 1);
        var (examined, found, removed, reports) = (0, 0, 0, Options.Reports);
        for (var at = last; at >= first; at--, examined++)
        {
            var message = drop.Messages[at - 1];
            if (message.IsDeleted
                || await RecogniseAsync(drop, message, reports > 0, cancellationToken) is not { } mark
                || mark.Sent >= until)
                continue;
            found++;
            removed += await drop.DeleteAsync(message, cancellationToken) ? 1 : 0;
            reports--;
        }

        _reapedTo = first;
        return new ReapReport(examined, found, removed, Flagged: 0);
    }

    private async Task<ProbeMark?> RecogniseAsync(
        Pop3Maildrop drop, Pop3Message message, bool readsReports, CancellationToken cancellationToken)
    {
        if (await drop.ReadHeaderAsync(message, cancellationToken) is not { } header)
            return null;
        var read = MimeMessage.Read(header);
        if (Marks.InHeader(read.Headers) is { } mark)
            return mark;
        return readsReports && MarkReader.IsReport(read)
            && await drop.ReadReportAsync(message, cancellationToken) is { } report
            ? Marks.InReport(report)?.Mark
            : null;
    }

    private ValueTask TellKeptAsync(MailPlace place, string refusal, CancellationToken cancellationToken) => TellAsync(
        new MailKept(
            Time.GetTimestamp(),
            place,
            new ProbeFailure(ProbeStage.Cleanup, $"The server does not delete. It said: {refusal}")),
        cancellationToken);

    private static MailPlace PlaceOf(string name) => new("INBOX", FolderRole.Inbox, UidValidity: 0, name);

    /// <summary>Where messages have no names of the server's, so many of ours are remembered.</summary>
    private const int MostNames = 10_000;
}
