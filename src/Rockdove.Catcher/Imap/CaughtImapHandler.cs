using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Mailboxes;
using Rockdove.Wire;

namespace Rockdove.Catcher;

/// <summary>
/// Any name sees what was caught, all of it or what is its own, and may make mailboxes beside it; any password does
/// unless some are named.
/// </summary>
internal sealed class CaughtImapHandler(CaughtMail mail, CatcherAccounts accounts, TimeProvider time)
    : MailboxImapHandler(mail.Store, time, Options)
{
    public override ValueTask<StoredSecret?> FindSecretAsync(ImapContext context, SecretQuestion question) =>
        new(accounts.Find(question.Identity));

    protected override ValueTask<bool> LetsInAsync(Credentials credentials, CancellationToken cancellationToken) =>
        new(accounts.LetsIn(credentials));

    protected override async ValueTask<string?> FindOwnerAsync(
        Credentials credentials, CancellationToken cancellationToken)
    {
        var owner = mail.Inboxes.OwnerOf(credentials.Identity);
        await mail.Inboxes.OpenAsync(owner, cancellationToken);
        return owner;
    }

    /// <summary>What somebody wants to look at here is taken as it is.</summary>
    private static readonly MailboxImapOptions Options = new() { TakesUndeclaredUtf8 = true };
}
