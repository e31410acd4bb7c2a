using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Mailboxes;
using Rockdove.Wire;

namespace Rockdove.Daemon;

/// <summary>Shows people the mailboxes of their account.</summary>
internal sealed class DaemonImapHandler(DaemonState state, TimeProvider time)
    : MailboxImapHandler(state.Store, time, new MailboxImapOptions())
{
    public override async ValueTask<StoredSecret?> FindSecretAsync(ImapContext context, SecretQuestion question) =>
        await state.Authenticator.FindSecretAsync(question.Mechanism, question.Identity, context.Aborted);

    protected override async ValueTask<bool> LetsInAsync(
        Credentials credentials, CancellationToken cancellationToken) =>
        await state.Authenticator.LogInAsync(credentials, cancellationToken) is not null;

    protected override async ValueTask<string?> FindOwnerAsync(
        Credentials credentials, CancellationToken cancellationToken)
    {
        var now = state.Now;
        if (await now.Directory.FindLoginAsync(credentials.Identity, cancellationToken)
            is not { IsEnabled: true } account)
            return null;
        await AccountMailboxes.InboxAsync(state.Store, account, now.Settings.Quota, cancellationToken);
        return AccountMailboxes.OwnerOf(account);
    }
}
