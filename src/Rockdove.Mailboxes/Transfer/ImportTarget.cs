using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Where imported messages go. Some commits are under way at a time, in their order, so that a store that syncs takes
/// them together.
/// </summary>
/// <remarks>One caller at a time.</remarks>
internal sealed class ImportTarget(IMailStore store, TransferTally tally, string? owner, string? mailbox)
{
    private readonly Dictionary<MailboxName, Place> _places = [];
    private readonly Queue<Pending> _pending = new();
    private long _pendingBytes;

    public TransferTally Tally => tally;

    /// <summary>The owner of what lies in the archive's root.</summary>
    public string Owner => owner ?? "";

    /// <summary>The name that it will have, since the caller may have said one.</summary>
    public MailboxName NameOf(string itsOwner, string name) => new(owner ?? itsOwner, mailbox ?? name);

    public ValueTask<IStagedMessage> StageAsync(long expectedBytes, CancellationToken token) =>
        store.StageAsync(expectedBytes, token);

    /// <summary>Makes the mailbox, so that an empty one is there too.</summary>
    public async ValueTask MakeAsync(MailboxName name, CancellationToken token) =>
        await PlaceOfAsync(name, token).ConfigureAwait(false);

    /// <summary>Commits a message, now or soon. It is the target's from here on.</summary>
    public async ValueTask KeepAsync(IStagedMessage staged, ArchivedMessage facts, CancellationToken token)
    {
        var place = await PlaceOfAsync(facts.Mailbox, token).ConfigureAwait(false);
        Uid? uid = null;
        if (place.IsFresh && facts.Uid is { } given)
        {
            if (given >= place.Next && given < uint.MaxValue)
                uid = new(given);
            else
                tally.Problem(
                    facts.Where, $"its identifier {given} is not above those before it: it gets the next one");
        }
        place.Next = (uid?.Value ?? place.Next) + 1;
        var placement = new Placement(place.Id, facts.Date, FlagsOf(facts), uid);
        var bytes = staged.Bytes;
        _pending.Enqueue(new(
            staged, facts.Where, store.CommitAsync(staged, facts.Envelope, [placement], token).AsTask()));
        _pendingBytes += bytes;
        while (_pending.Count > MostPending || _pendingBytes > MostPendingBytes)
            await SettleOneAsync().ConfigureAwait(false);
    }

    /// <summary>Waits for everything that is under way.</summary>
    public async ValueTask SettleAsync()
    {
        while (_pending.Count > 0)
            await SettleOneAsync().ConfigureAwait(false);
    }

    private async ValueTask SettleOneAsync()
    {
        var (staged, where, commit) = _pending.Dequeue();
        var bytes = staged.Bytes;
        _pendingBytes -= bytes;
        try
        {
            await commit.ConfigureAwait(false);
            tally.Message(bytes);
        }
        catch (Exception error) when (error is MailboxGoneException or UidTakenException)
        {
            tally.Problem(where, $"not taken: {error.Message}");
        }
        finally
        {
            await staged.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<Place> PlaceOfAsync(MailboxName name, CancellationToken token)
    {
        if (_places.TryGetValue(name, out var known))
            return known;
        var id = (await store.CreateMailboxAsync(name, token).ConfigureAwait(false)).Id;
        var status = (await store.OpenAsync(id, token).ConfigureAwait(false))?.Status
            ?? throw new MailboxGoneException(id);
        tally.Mailbox();
        return _places[name] = new(id) { IsFresh = status.UidNext == Uid.First, Next = status.UidNext.Value };
    }

    private FlagSet FlagsOf(ArchivedMessage facts)
    {
        if (facts.Keywords.Count == 0)
            return facts.Flags;
        var fitting = facts.Keywords.Where(keyword => FlagSet.IsKeyword(keyword))
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var keyword in facts.Keywords)
            if (!FlagSet.IsKeyword(keyword))
                tally.Problem(facts.Where, $"'{keyword}' cannot be a keyword (RFC 9051 section 9): left out");
        if (fitting.Count > FlagSet.MaximumKeywords)
        {
            tally.Problem(facts.Where, $"{fitting.Count} keywords: the first {FlagSet.MaximumKeywords} are taken");
            fitting.RemoveRange(FlagSet.MaximumKeywords, fitting.Count - FlagSet.MaximumKeywords);
        }
        return new(facts.Flags, [.. fitting]);
    }

    /// <summary>A mailbox that messages go to.</summary>
    private sealed class Place(MailboxId id)
    {
        public MailboxId Id => id;

        /// <summary>Whether nothing was ever in it, so that identifiers can be put back.</summary>
        public required bool IsFresh { get; init; }

        public required uint Next { get; set; }
    }

    private readonly record struct Pending(IStagedMessage Staged, string Where, Task<CommittedMessage> Commit);

    /// <summary>Commits under way: about what a store takes with one sync.</summary>
    private const int MostPending = 128;

    /// <summary>Octets of those, so that memory stays flat.</summary>
    private const long MostPendingBytes = 8 * 1024 * 1024;
}
