using Rockdove.Hosting;
using Rockdove.Wire;

namespace Rockdove.Prober;

/// <summary>
/// Watches a mailbox by IMAP over one long session: INBOX by IDLE where there is that, other folders by STATUS.
/// </summary>
internal sealed class ImapWatch(
    ProbeAccount account, MarkReader marks, IProbeJournal journal, TimeProvider time, WatchOptions options)
    : MailboxWatch(account, marks, time, options)
{
    private readonly List<MailPlace> _pending = [];
    private readonly List<MailFolder> _known = []; // They remember across sessions how far they were read.
    private volatile ImapClientConnection? _connection;
    private long? _pendingSince;
    private int _refusedCleanings;

    private IProbeJournal Journal => journal;

    protected override async Task LookAsync(SaslLogin? login, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(() => ImapClientConnection.ConnectAsync(
            EndPoint, ServerReach.Imap(Account, login, Time, Options), cancellationToken));
        try
        {
            var mailbox = new ImapMailbox(connection, Time, Options);
            if (connection.Failure is not null)
                throw mailbox.Ended(ProbeStage.Connect);
            _connection = connection;
            await new Session(this, connection, mailbox).RunAsync(cancellationToken);
        }
        finally
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    protected override void Wake()
    {
        base.Wake();
        _connection?.Wake();
    }

    /// <summary>The folder of this name, as it is known from earlier sessions.</summary>
    private MailFolder Known(MailFolder found)
    {
        if (_known.FirstOrDefault(folder => folder.Name == found.Name) is { } known)
            return known;
        _known.Add(found);
        return found;
    }

    /// <summary>One session, which ends only when the connection does.</summary>
    private sealed class Session
    {
        private readonly ImapWatch _watch;
        private readonly ImapClientConnection _connection;
        private readonly ImapMailbox _mailbox;
        private readonly ImapLook _look;
        private readonly ImapCleaning _cleaning;
        private readonly List<MailFolder> _watched = [];
        private readonly List<MailFolder> _reaped = [];
        private bool _refusesIdle;
        private bool _wasSilent; // An IDLE has come to its end without news.
        private long? _lookedFor; // When the server told of what was looked for last.
        private int _missedByIdle;
        private int _rounds;

        public Session(ImapWatch watch, ImapClientConnection connection, ImapMailbox mailbox)
        {
            _watch = watch;
            _connection = connection;
            _mailbox = mailbox;
            _look = new ImapLook(
                watch.Account.Name, mailbox, watch.Marks, watch.Journal, watch.Time, watch.Options, watch.TellAsync);
            _cleaning = new ImapCleaning(mailbox, _look, watch.Time, watch.Options, watch.TellAsync);
        }

        private MailFolder Inbox => _watched[0];

        private bool CanIdle => _mailbox.CanIdle && !_refusesIdle && _missedByIdle < MostMissed;

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            var start = _watch.Time.GetTimestamp();
            await FindFoldersAsync(cancellationToken);
            foreach (var folder in Enumerable.Reverse(_watched).ToArray())
            {
                if (!await _look.OpenAsync(folder, sight: null, cancellationToken))
                    Drop(folder);
            }

            await _mailbox.NoopAsync(cancellationToken); // So that it is known how long an answer takes.
            var phases = ImapFailures.PhasesOf(_connection.Times, _watch.Server.Security == MailSecurity.Tls);
            var opened = phases.Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase.Length);
            phases.Add(new PhaseTime(ProbeStage.Select, opened, _watch.Time.GetElapsedTime(start)));
            await _watch.TellAsync(new MailboxReady(_watch.Time.GetTimestamp(), phases), cancellationToken);
            while (true)
            {
                await DoChoresAsync(cancellationToken);
                if (_mailbox.Selected != Inbox.Name || _mailbox.IsWritable)
                    await OpenInboxAsync(cancellationToken);
                await LookIfToldAsync(Inbox.LookedAt, cancellationToken);
                await WaitAsync(cancellationToken);
                await AskAsync(cancellationToken);
                foreach (var folder in _watched.Skip(1).ToArray())
                    await AskAboutAsync(folder, cancellationToken);
                if (++_rounds % RoundsInTranscript == 0)
                    _connection.BeginTranscript();
            }
        }

        private async Task FindFoldersAsync(CancellationToken cancellationToken)
        {
            var finder = await _mailbox.FindFoldersAsync(cancellationToken);
            string[] wanted = [FolderFinder.Inbox, .. _watch.Account.Folders];
            foreach (var name in wanted)
                Add(_watched, finder.Find(name));
            _reaped.AddRange(_watched);
            foreach (var use in new[] { "\\Junk", "\\Sent", "\\Trash" })
                Add(_reaped, finder.Find(use));
            _cleaning.Trash = _reaped.FirstOrDefault(folder => folder.Role == FolderRole.Trash);

            void Add(List<MailFolder> folders, MailFolder? found)
            {
                if (found is not null && folders.All(folder => folder.Name != found.Name))
                    folders.Add(_watch.Known(found));
            }
        }

        /// <summary>A folder that is not there is not watched; INBOX is always there.</summary>
        private void Drop(MailFolder folder)
        {
            if (folder == Inbox)
                throw _mailbox.Ended(ProbeStage.Select, $"INBOX cannot be opened. It said: {_mailbox.LastRefusal}");
            _watched.Remove(folder);
        }

        private async Task OpenInboxAsync(CancellationToken cancellationToken)
        {
            if (!await _look.OpenAsync(Inbox, sight: null, cancellationToken))
                Drop(Inbox);
        }

        /// <summary>Waits for news of INBOX, and looks at once when there are any.</summary>
        private async Task WaitAsync(CancellationToken cancellationToken)
        {
            var wait = NextWait();
            if (wait <= TimeSpan.Zero)
                return;
            if (!CanIdle)
            {
                await _watch.RestAsync(wait, cancellationToken);
                return;
            }

            var start = _watch.Time.GetTimestamp();
            var idling = await _mailbox.IdleAsync(wait, cancellationToken);
            _refusesIdle |= !idling.Answer.IsOk;
            _wasSilent = idling.NewsAt is null && _watch.Time.GetElapsedTime(start) >= wait;
            if (idling.NewsAt is { } at)
            {
                // The server tells when it knows: what is new was not there one answer's time before.
                var roundTrip = (long)(_mailbox.RoundTrip.TotalSeconds * _watch.Time.TimestampFrequency);
                await LookIfToldAsync(Math.Max(at - roundTrip, start), cancellationToken);
            }
        }

        /// <summary>Looks once for each time that the server tells of more messages.</summary>
        private async Task LookIfToldAsync(long? before, CancellationToken cancellationToken)
        {
            if (!_mailbox.HasTold || _mailbox.ToldAt == _lookedFor)
                return;
            _lookedFor = _mailbox.ToldAt;
            await _look.LookAsync(Inbox, _mailbox.ToldAt, before, cancellationToken);
        }

        /// <summary>Asks for news of INBOX, and opens it again now and then: some servers tell nothing else.</summary>
        private async Task AskAsync(CancellationToken cancellationToken)
        {
            if ((_watch.IsExpecting || _mailbox.HasTold) && IsLongAgo(Inbox.OpenedAt))
            {
                await OpenInboxAsync(cancellationToken);
                if (_watch.IsExpecting)
                    await _look.LookBackAsync(Inbox, cancellationToken);
                return;
            }

            var start = _watch.Time.GetTimestamp();
            var answer = await _mailbox.NoopAsync(cancellationToken);
            if (_mailbox.HasTold)
            {
                _missedByIdle += _wasSilent && CanIdle && answer.Exists is not null ? 1 : 0;
                _lookedFor = _mailbox.ToldAt;
                var sight = answer.Exists is null ? _watch.Time.GetTimestamp() : _mailbox.ToldAt;
                await _look.LookAsync(Inbox, sight, Inbox.LookedAt, cancellationToken);
            }
            else
            {
                Inbox.LookedAt = start;
            }

            _wasSilent = false;
        }

        /// <summary>Asks about a folder that is not open, and looks into it when there may be news.</summary>
        private async Task AskAboutAsync(MailFolder folder, CancellationToken cancellationToken)
        {
            var start = _watch.Time.GetTimestamp();
            if (await _mailbox.StatusAsync(folder.Name, cancellationToken) is not { } status)
                return;
            var hasNext = status.TryNumber("UIDNEXT", out var next);
            var messages = status.TryNumber("MESSAGES", out var told) ? told : (ulong?)null;
            var isNew = (hasNext && next > Math.Max(folder.NextUid, folder.KnownUidNext))
                || (status.TryNumber("UIDVALIDITY", out var validity) && validity != folder.UidValidity)
                || (!hasNext && messages != folder.StatusMessages)
                || (_watch.IsExpecting && IsLongAgo(folder.OpenedAt));
            folder.StatusMessages = messages;
            if (!isNew)
                folder.LookedAt = start;
            else
                await _look.OpenAsync(folder, _watch.Time.GetTimestamp(), cancellationToken);
        }

        private async Task DoChoresAsync(CancellationToken cancellationToken)
        {
            _watch._pending.AddRange(_watch.TakeDeletions());
            if (_watch._pending.Count > 0 && UntilCleaning() <= TimeSpan.Zero)
            {
                var kept = await _cleaning.DeleteAsync(_watch._pending, _watch._known, cancellationToken);
                _watch._pending.Clear();
                _watch._pending.AddRange(kept);
                _watch._refusedCleanings = kept.Count > 0 ? _watch._refusedCleanings + 1 : 0;
                _watch._pendingSince = kept.Count > 0 ? _watch.Time.GetTimestamp() : null;
            }

            if (_watch.NextReap() is { } request)
            {
                var report = ReapReport.Nothing;
                foreach (var folder in _reaped)
                    report += await _cleaning.ReapAsync(folder, request.OlderThan, cancellationToken);
                if (await _mailbox.QuotaAsync(cancellationToken) is { } used)
                    await _watch.TellAsync(new QuotaTold(_watch.Time.GetTimestamp(), used), cancellationToken);
                // The reaper has opened it too: what came before that is not told of again.
                await OpenInboxAsync(cancellationToken);
                _watch.EndReap(report);
            }
        }

        /// <summary>Looking goes before cleaning, and what a server refuses is not asked for at once.</summary>
        private TimeSpan UntilCleaning()
        {
            _watch._pendingSince ??= _watch.Time.GetTimestamp();
            var pauses = _watch.Options.RetryPauses;
            var pause = _watch._refusedCleanings > 0
                ? pauses[Math.Min(_watch._refusedCleanings, pauses.Count) - 1]
                : _watch.IsExpecting ? _watch.Options.CleanAfter : TimeSpan.Zero;
            return pause - _watch.Time.GetElapsedTime(_watch._pendingSince.Value);
        }

        private TimeSpan NextWait()
        {
            TimeSpan wait;
            if (_watch.IsExpecting || _mailbox.HasTold)
            {
                var isToldOfAll = CanIdle && _watched.Count == 1 && !_mailbox.HasTold;
                wait = isToldOfAll ? _watch.Options.AskEvery : _watch.Pace.Next();
            }
            else
            {
                wait = CanIdle && _watched.Count == 1 ? _watch.Options.IdleFor : _watch.Options.RestPoll;
            }

            if (_watch._pending.Count > 0 && UntilCleaning() is var until && until < wait)
                wait = until > TimeSpan.Zero ? until : TimeSpan.Zero;
            return wait;
        }

        private bool IsLongAgo(long? timestamp) => timestamp is not { } then
            || _watch.Time.GetElapsedTime(then) >= _watch.Options.OpenAgainAfter;

        /// <summary>A server whose IDLE has kept so many mails from us is asked instead.</summary>
        private const int MostMissed = 2;

        /// <summary>What was said in so many rounds is enough to see what went wrong in the last one.</summary>
        private const int RoundsInTranscript = 50;
    }

}
