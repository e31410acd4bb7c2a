using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// The mailbox that one session has selected: up to which change the session knows it, and a watch that wakes the
/// session when there is more. The watch is a hint; what has changed, the store says.
/// </summary>
internal sealed class SelectedMailbox : IAsyncDisposable
{
    private readonly IMailStore _store;
    private readonly ImapContext _context;
    private readonly IChangeWatch _watch;
    private readonly Task _watching;
    private readonly Dictionary<Uid, ModSequence> _told = [];
    private UidSet _uids;
    private long _known;

    private SelectedMailbox(IMailStore store, ImapContext context, MailboxSnapshot snapshot, IChangeWatch watch)
    {
        _store = store;
        _context = context;
        _watch = watch;
        _uids = snapshot.Uids;
        _known = snapshot.Status.HighestModSequence.Value;
        Status = snapshot.Status;
        View = new MailboxView(ImapTerms.ToMessages(_uids), (ulong)_known);
        _watching = WatchAsync();
    }

    public MailboxId Id => Status.Id;

    /// <summary>As it was when it was selected.</summary>
    public MailboxStatus Status { get; }

    public MailboxView View { get; }

    /// <summary>Opens it; null when it is not there.</summary>
    public static async ValueTask<SelectedMailbox?> OpenAsync(
        IMailStore store, MailboxId mailbox, ImapContext context, CancellationToken cancellationToken)
    {
        // Watch first and look second, and nothing is missed.
        var watch = store.Changes.Watch(mailbox);
        try
        {
            if (await store.OpenAsync(mailbox, cancellationToken) is { } snapshot)
                return new SelectedMailbox(store, context, snapshot, watch);
        }
        catch
        {
            watch.Dispose();
            throw;
        }

        watch.Dispose();
        return null;
    }

    /// <summary>Tells the view what has changed. False when the mailbox is gone.</summary>
    public async ValueTask<bool> SyncAsync(CancellationToken cancellationToken)
    {
        var since = new ModSequence(_known);
        if (await _store.ChangesSinceAsync(Id, since, cancellationToken) is not { } changes)
            return false;
        var arrived = new UidSetBuilder();
        foreach (var row in changes.Changed)
        {
            if (row.Uid.Value > View.LastUid)
            {
                View.Added(row.Uid.Value, (ulong)row.ModSequence.Value);
                arrived.Add(row.Uid);
            }
            else if (!_told.TryGetValue(row.Uid, out var told) || told != row.ModSequence)
            {
                View.FlagsChanged(row.Uid.Value, ImapTerms.ToImap(row.Flags), (ulong)row.ModSequence.Value);
            }
        }

        var gone = changes.Expunged.Intersect(_uids);
        foreach (var uid in gone)
            View.Expunged(uid.Value, (ulong)changes.HighestModSequence.Value);
        _uids = _uids.Except(gone).Union(arrived.ToSet());
        KnowAll(changes.HighestModSequence);
        return true;
    }

    /// <summary>
    /// The client is told the flags of a message as they are at this change, so they need not be told later. False when
    /// it knew them already.
    /// </summary>
    public bool Told(Uid uid, ModSequence modSequence)
    {
        if (modSequence.Value <= _known)
            return false;
        _told[uid] = modSequence;
        return true;
    }

    /// <summary>
    /// Tells the flags of a message in the FETCH response that is open. They may be news: then they need not be told
    /// again, and a client that keeps mod-sequences gets the one that belongs to them (RFC 7162 section 3.1), unless
    /// the response has it anyway.
    /// </summary>
    public void TellFlags(
        ImapContext context, Uid uid, FlagSet flags, ModSequence modSequence, bool tellsModSequence)
    {
        var responses = context.Responses;
        responses.Flags(ImapTerms.ToImap(flags));
        if (Told(uid, modSequence) && context.Session.IsCondstore && !tellsModSequence)
            responses.ModSequence((ulong)modSequence.Value);
    }

    /// <summary>Flags were stored, by this session's doing.</summary>
    /// <param name="result">What became of it.</param>
    /// <param name="isSilent">
    /// The client is not told them. Where others have changed something meanwhile it must be, since it cannot know what
    /// came of the two (RFC 9051 section 6.4.6): then they stay news.
    /// </param>
    public void Stored(FlagResult result, bool isSilent)
    {
        if (result.PreviousModSequence.Value == _known)
        {
            KnowAll(result.HighestModSequence);
            return;
        }

        foreach (var row in result.Stored)
        {
            if (!isSilent)
                Told(row.Uid, row.ModSequence);
        }
    }

    /// <summary>
    /// Messages have gone, by this session's doing. If nobody made a change between, it knows all up to there.
    /// </summary>
    public void Removed(UidSet uids, ModSequence highest)
    {
        if (uids.IsEmpty)
            return;
        foreach (var uid in uids)
            View.Expunged(uid.Value, (ulong)highest.Value);
        _uids = _uids.Except(uids);
        if (highest.Value == _known + 1)
            KnowAll(highest);
    }

    public async ValueTask DisposeAsync()
    {
        _watch.Dispose();
        await _watching;
    }

    private void KnowAll(ModSequence highest)
    {
        Volatile.Write(ref _known, highest.Value);
        _told.Clear();
    }

    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                var change = await _watch.NextAsync(CancellationToken.None);
                if (change.ModSequence.Value > Volatile.Read(ref _known))
                    _context.NoteChange();
            }
        }
        catch (ObjectDisposedException)
        {
            // Nobody has it selected any more.
        }
    }
}
