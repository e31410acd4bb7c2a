namespace Rockdove.Imap.Tests;

/// <summary>
/// A mailbox in memory that several sessions may have selected: messages, and a log of what has changed.
/// </summary>
internal sealed class FakeMailbox(string name)
{
    private readonly List<FakeChange> _log = [];

    public string Name { get; } = name;

    public List<FakeMessage> Messages { get; } = [];

    public uint UidValidity { get; init; } = 7;

    public uint UidNext { get; private set; } = 1;

    public ulong ModSequence { get; private set; } = 1;

    /// <summary>Four messages by two people, of which three are one conversation.</summary>
    public void AddConversation()
    {
        Add(Talk(2, "[list] Plan", "zoe", "Ann", 5, "a@x"));
        Add(Talk(4, "Re: [list] plan", "bob", "Zoe", 3, "b@x", "a@x"));
        Add(Talk(7, "Lunch", "bob", "Émile", 9, "c@x"));
        Add(Talk(8, "fwd: plan (fwd)", "ann", "bob", 1, "d@x", "a@x", "b@x"));
    }

    private static FakeMessage Talk(
        uint uid, string subject, string from, string display, int hour, string id, params string[] references) =>
        new(uid, System.Text.Encoding.UTF8.GetBytes($"Subject: {subject}\r\n\r\n{uid}\r\n"))
        {
            Row = new SortableMessage
            {
                Uid = uid,
                Subject = subject,
                From = from,
                To = "list",
                DisplayFrom = display,
                DisplayTo = "The List",
                Arrival = new DateTimeOffset(2024, 2, (int)uid, 0, 0, 0, TimeSpan.Zero),
                Sent = new DateTimeOffset(2024, 1, 1, hour, 0, 0, TimeSpan.Zero),
                MessageId = id,
                References = references,
            },
        };

    public FakeMessage? Find(uint uid) => Messages.Find(message => message.Uid == uid);

    public FakeMessage Add(FakeMessage message, object? by = null)
    {
        UidNext = message.Uid + 1;
        message.ModSequence = ++ModSequence;
        Messages.Add(message);
        _log.Add(new FakeChange(ModSequence, message.Uid, true, by));
        return message;
    }

    public void SetFlags(FakeMessage message, ImapFlags flags, object? by = null)
    {
        message.Flags = flags;
        message.ModSequence = ++ModSequence;
        _log.Add(new FakeChange(ModSequence, message.Uid, false, by));
    }

    public void Remove(uint uid, object? by = null)
    {
        if (Messages.RemoveAll(message => message.Uid == uid) > 0)
            _log.Add(new FakeChange(++ModSequence, uid, false, by));
    }

    /// <summary>Tells a view what others than <paramref name="session"/> have done since.</summary>
    public void Sync(MailboxView view, ulong since, object session)
    {
        foreach (var change in _log.Where(change => change.ModSequence > since && change.By != session))
        {
            // As it is now: an old state must not overtake a newer one that the session has made itself.
            var message = Find(change.Uid);
            if (message is null)
                view.Expunged(change.Uid, change.ModSequence);
            else if (change.IsNew)
                view.Added(change.Uid, change.ModSequence);
            else
                view.FlagsChanged(change.Uid, message.Flags, message.ModSequence);
        }
    }

    /// <summary>What has gone since.</summary>
    public MessageSet GoneSince(ulong modSequence) => new(_log
        .Where(change => change.ModSequence > modSequence && !change.IsNew && Find(change.Uid) is null)
        .Select(change => change.Uid));

    private sealed record FakeChange(ulong ModSequence, uint Uid, bool IsNew, object? By);
}
