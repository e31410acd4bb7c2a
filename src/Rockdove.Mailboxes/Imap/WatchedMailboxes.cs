using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// What one session watches beside the selected mailbox (NOTIFY, RFC 5465): how each mailbox was when the client was
/// last told, and what wakes the session when there may be more. What has changed, the store says.
/// </summary>
internal sealed class WatchedMailboxes : IAsyncDisposable
{
    private readonly IMailStore _store;
    private readonly MailboxNaming _naming;
    private readonly ImapContext _context;
    private readonly SessionHub _hub;
    private readonly NotifyQuestion _watch;
    private readonly IChangeWatch _changes;
    private readonly Lock _gate = new();
    private readonly Queue<(string Mailbox, IReadOnlyList<string> Entries)> _annotated = new();
    private Dictionary<MailboxId, MailboxStatus> _told = [];
    private IReadOnlySet<string> _subscribed = new HashSet<string>();
    private volatile HashSet<MailboxId> _own = [];
    private bool _isTooMuch;
    private Task _watching = Task.CompletedTask;

    private WatchedMailboxes(
        IMailStore store, MailboxNaming naming, ImapContext context, SessionHub hub, NotifyQuestion watch)
    {
        _store = store;
        _naming = naming;
        _context = context;
        _hub = hub;
        _watch = watch;
        Owner = MailboxSession.Of(context).Owner;
        _changes = store.Changes.Watch(null);
    }

    public string Owner { get; }

    /// <summary>Begins to watch, and tells how the mailboxes stand where that is asked for.</summary>
    public static async ValueTask<WatchedMailboxes> BeginAsync(
        IMailStore store, MailboxNaming naming, ImapContext context, SessionHub hub, NotifyQuestion watch,
        CancellationToken cancellationToken)
    {
        // Watch first and look second, and nothing is missed.
        var watched = new WatchedMailboxes(store, naming, context, hub, watch);
        try
        {
            hub.Join(watched);
            var tree = await naming.ReadAsync(watched.Owner, cancellationToken);
            watched.Remember(tree);
            if (watch.TellsStatus)
                watched.TellStatus(tree);
            watched._watching = watched.WatchAsync();
            return watched;
        }
        catch
        {
            await watched.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells what has changed since the last time. False when it was too much to remember.</summary>
    public async ValueTask<bool> TellAsync(CancellationToken cancellationToken)
    {
        if (!TellAnnotations())
            return false;
        var tree = await _naming.ReadAsync(Owner, cancellationToken);
        var before = _told;
        var changes = new NameChanges(before, tree);
        foreach (var (listing, oldName) in changes.Listings())
        {
            if (IsWatched(listing.Name, tree, NotifyEvents.MailboxName)
                || (oldName is not null && IsWatched(oldName, tree, NotifyEvents.MailboxName)))
            {
                _context.Responses.Renamed(listing, oldName);
                await _context.SendAsync();
            }
        }

        foreach (var name in _subscribed.Except(tree.Subscriptions).Concat(tree.Subscriptions.Except(_subscribed)))
        {
            if (IsWatched(name, tree, NotifyEvents.SubscriptionChange))
                _context.Responses.Renamed(tree.ListingOf(name));
        }

        var selected = MailboxSession.Of(_context).Selected?.Id;
        foreach (var mailbox in tree.Mailboxes)
        {
            if (mailbox.Id != selected && before.TryGetValue(mailbox.Id, out var known))
                TellMessages(mailbox, known, tree);
            await _context.SendAsync();
        }

        Remember(tree);
        return true;
    }

    /// <summary>This client has put messages into a mailbox itself, so it need not be told.</summary>
    public void Came(MailboxId mailbox, UidSet uids, ModSequence highest)
    {
        if (_told.TryGetValue(mailbox, out var known)
            && known.HighestModSequence.Value + uids.Count == highest.Value) // Else somebody else was there too.
        {
            _told[mailbox] = known with
            {
                HighestModSequence = highest,
                Messages = known.Messages + uids.Count,
                UidNext = new(uids.Ranges[^1].Last.Value + 1),
            };
        }
    }

    /// <summary>This client has changed names or subscriptions itself, so it need not be told.</summary>
    public async ValueTask NamedAsync(CancellationToken cancellationToken)
    {
        var tree = await _naming.ReadAsync(Owner, cancellationToken);
        var before = _told;
        Remember(tree);
        foreach (var (id, known) in before)
        {
            if (_told.TryGetValue(id, out var now))
                _told[id] = known with { Name = now.Name }; // What has come meanwhile is still to be told.
        }
    }

    /// <summary>Something may have changed. From any thread.</summary>
    public void Wake() => _context.NoteChange();

    /// <summary>Somebody else has changed annotations. From any thread.</summary>
    public void Annotated(string mailbox, IReadOnlyList<string> entries)
    {
        lock (_gate)
        {
            if (_annotated.Count == MostAnnotated)
                _isTooMuch = true;
            else
                _annotated.Enqueue((mailbox, entries));
        }

        Wake();
    }

    public async ValueTask DisposeAsync()
    {
        _hub.Leave(this);
        _changes.Dispose();
        await _watching;
    }

    private void Remember(MailboxTree tree)
    {
        _told = tree.Mailboxes.ToDictionary(mailbox => mailbox.Id);
        _subscribed = tree.Subscriptions;
        _own = [.. _told.Keys];
    }

    private void TellStatus(MailboxTree tree)
    {
        var selected = MailboxSession.Of(_context).Selected?.Id;
        foreach (var mailbox in tree.Mailboxes.OrderBy(mailbox => mailbox.Name.Name, StringComparer.Ordinal))
        {
            if (mailbox.Id != selected && GroupOf(mailbox.Name.Name, tree) is { StatusItems: not 0 } group)
                _context.Responses.Status(mailbox.Name.Name, group.StatusItems, MailboxTree.StatusOf(mailbox));
        }
    }

    private bool TellAnnotations()
    {
        while (true)
        {
            string mailbox;
            IReadOnlyList<string> entries;
            lock (_gate)
            {
                if (_isTooMuch)
                    return false;
                if (!_annotated.TryDequeue(out var next))
                    return true;
                (mailbox, entries) = next;
            }

            var isWatched = mailbox.Length == 0
                ? _watch.Groups.Any(group => group.Has(NotifyEvents.ServerMetadataChange))
                : IsWatched(mailbox, null, NotifyEvents.MailboxMetadataChange);
            if (isWatched)
                _context.Responses.MetadataChanged(mailbox, entries);
        }
    }

    /// <summary>What a change of messages is worth to the client (RFC 5465 sections 5.1 to 5.3).</summary>
    private void TellMessages(MailboxStatus now, MailboxStatus before, MailboxTree tree)
    {
        if (now.HighestModSequence == before.HighestModSequence || GroupOf(now.Name.Name, tree) is not { } group)
            return;
        var items = StatusItems.None;
        if (group.Has(NotifyEvents.MessageNew)
            && (now.UidNext != before.UidNext || now.Messages != before.Messages))
            items |= StatusItems.UidNext | StatusItems.Messages;
        if (group.Has(NotifyEvents.FlagChange) && now.Unseen != before.Unseen)
            items |= StatusItems.Unseen | StatusItems.UidValidity;
        if (_context.Session.IsCondstore)
        {
            if (group.Has(NotifyEvents.FlagChange))
                items |= StatusItems.UidValidity;
            if (items != StatusItems.None)
                items |= StatusItems.HighestModSequence;
        }

        if (items != StatusItems.None)
            _context.Responses.Status(now.Name.Name, items, MailboxTree.StatusOf(now));
    }

    private bool IsWatched(string name, MailboxTree? tree, NotifyEvents events) =>
        _watch.Groups.Any(group => group.Has(events) && IsMeant(group, name, tree));

    /// <summary>The first group about messages that means this mailbox.</summary>
    private NotifyGroup? GroupOf(string name, MailboxTree tree) => _watch.Groups.FirstOrDefault(
        group => !group.IsSelected && IsMeant(group, name, tree));

    private bool IsMeant(NotifyGroup group, string name, MailboxTree? tree) => group.Mailboxes switch
    {
        NotifyMailboxes.Personal or NotifyMailboxes.Inboxes => true,
        NotifyMailboxes.Subscribed => (tree?.Subscriptions ?? _subscribed).Contains(name) || _subscribed.Contains(name),
        NotifyMailboxes.Subtree => group.Names.Any(top => name == top
            || (name.Length > top.Length && name[top.Length] == MailboxNaming.Delimiter
                && name.StartsWith(top, StringComparison.Ordinal))),
        NotifyMailboxes.Named => group.Names.Contains(name),
        _ => false,
    };

    private async Task WatchAsync()
    {
        var foreign = new HashSet<MailboxId>();
        try
        {
            while (true)
            {
                var change = await _changes.NextAsync(CancellationToken.None);
                if (_own.Contains(change.Mailbox) || await IsOwnAsync(change.Mailbox, foreign))
                    _context.NoteChange();
            }
        }
        catch (ObjectDisposedException)
        {
            // Nobody watches any more, or the store is closed.
        }
    }

    /// <summary>Whether a mailbox that was not there is one of this owner; others are looked up once.</summary>
    private async ValueTask<bool> IsOwnAsync(MailboxId mailbox, HashSet<MailboxId> foreign)
    {
        if (foreign.Contains(mailbox))
            return false;
        var all = await _store.ListMailboxesAsync(Owner, CancellationToken.None);
        if (all.Any(each => each.Id == mailbox))
            return true;
        if (foreign.Count == MostForeign)
            foreign.Clear();
        foreign.Add(mailbox);
        return false;
    }

    /// <summary>
    /// Changes of annotations that wait to be told; a client that does not read has more, and is told so.
    /// </summary>
    private const int MostAnnotated = 1000;

    /// <summary>Mailboxes of others that are known to be theirs, some sixty octets each.</summary>
    private const int MostForeign = 10_000;
}
