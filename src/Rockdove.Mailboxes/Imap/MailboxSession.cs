using Rockdove.Hosting;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// What one IMAP session has from its login on: whose mailboxes it sees, and the one that is selected.
/// </summary>
internal sealed class MailboxSession(string owner) : IAsyncDisposable
{
    public string Owner { get; } = owner;

    public SelectedMailbox? Selected { get; private set; }

    /// <summary>What the client watches elsewhere; null for nothing.</summary>
    public WatchedMailboxes? Watched { get; private set; }

    /// <summary>The session of a context whose client has logged in.</summary>
    public static MailboxSession Of(ImapContext context) => (MailboxSession)context.State!;

    /// <summary>The name of a mailbox; null when none can have it.</summary>
    public MailboxName? NameOf(string name) =>
        name.Length is 0 or > MailboxName.MaximumLength ? null : new MailboxName(Owner, name);

    /// <summary>Selects another mailbox, or none.</summary>
    public async ValueTask SelectAsync(SelectedMailbox? mailbox)
    {
        var before = Selected;
        Selected = mailbox;
        if (before is not null)
            await before.DisposeAsync();
    }

    /// <summary>Watches something else, or nothing.</summary>
    public async ValueTask WatchAsync(WatchedMailboxes? watched)
    {
        var before = Watched;
        Watched = watched;
        if (before is not null)
            await before.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await SelectAsync(null);
        await WatchAsync(null);
    }
}
