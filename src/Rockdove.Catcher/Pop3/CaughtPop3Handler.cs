using Rockdove.Hosting;
using Rockdove.Mailboxes;
using Rockdove.Pop3;
using Rockdove.Storage;
using Rockdove.Wire;

namespace Rockdove.Catcher;

/// <summary>
/// Any name sees what was caught, all of it or what is its own; any password does unless some are named.
/// </summary>
internal sealed class CaughtPop3Handler(CaughtMail mail, CatcherAccounts accounts)
    : MailboxPop3Handler(mail.Store, Shown)
{
    public override ValueTask<StoredSecret?> FindSecretAsync(Pop3Context context, Pop3SecretQuestion question) =>
        new(accounts.Find(question.Identity));

    protected override ValueTask<bool> LetsInAsync(Credentials credentials, CancellationToken cancellationToken) =>
        new(accounts.LetsIn(credentials));

    protected override async ValueTask<MailboxId?> FindMailboxAsync(
        string identity, CancellationToken cancellationToken) =>
        await mail.Inboxes.OpenAsync(mail.Inboxes.OwnerOf(identity), cancellationToken);

    /// <summary>A catcher shows what was sent, whether or not the client asked for UTF-8.</summary>
    private static readonly MailboxPop3Options Shown = new() { RefusesUtf8Headers = false };
}
