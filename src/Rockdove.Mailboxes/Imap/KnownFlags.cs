using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// The flags of mailboxes, as they were when somebody last asked for many at once. Clients that come back ask for the
/// flags of all that they have; then only what has changed since is read. What is true, the store says, each time.
/// </summary>
/// <param name="store">Where the mailboxes are.</param>
/// <param name="most">Messages whose flags are kept, of all mailboxes together.</param>
internal sealed class KnownFlags(IMailStore store, int most)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<MailboxId, FlagPicture> _pictures = [];
    private long _messages;

    /// <summary>A mailbox of so many messages has a place here.</summary>
    public bool HasRoomFor(uint messages) => messages <= most;

    /// <summary>All flags as they are now; null when there is no such mailbox.</summary>
    public async ValueTask<FlagPicture?> ReadAsync(MailboxId mailbox, CancellationToken cancellationToken)
    {
        FlagPicture? before;
        lock (_lock)
            before = _pictures.GetValueOrDefault(mailbox);
        var picture = before ?? FlagPicture.Empty;
        var changes = await store.ChangesSinceAsync(mailbox, picture.Moment, cancellationToken);
        if (changes is null)
        {
            Keep(mailbox, null);
            return null;
        }

        picture = picture.With(changes);
        if (picture != before)
            Keep(mailbox, picture);
        return picture;
    }

    /// <summary>
    /// Flags were stored. Those of a good part of a mailbox are taken over; few are soon read, the next time that
    /// somebody asks.
    /// </summary>
    public void Stored(MailboxId mailbox, FlagResult result)
    {
        FlagPicture? picture;
        lock (_lock)
            picture = _pictures.GetValueOrDefault(mailbox);
        if (picture is not null && picture.Moment == result.PreviousModSequence
            && result.Stored.Count >= picture.Count / GoodPart)
            Keep(mailbox, picture.With(result));
    }

    private void Keep(MailboxId mailbox, FlagPicture? picture)
    {
        lock (_lock)
        {
            if (_pictures.Remove(mailbox, out var before))
                _messages -= before.Count;
            if (picture is null || picture.Count > most)
                return;
            if (_messages + picture.Count > most)
            {
                // Who asks again pays once for it; to know who asked last would cost at each asking.
                _pictures.Clear();
                _messages = 0;
            }

            // Of two who asked at once, the one who asked first may come last: what it lacks is read the next time.
            _pictures[mailbox] = picture;
            _messages += picture.Count;
        }
    }

    /// <summary>One of so many is a good part.</summary>
    private const int GoodPart = 16;
}
