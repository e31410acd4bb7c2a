using Rockdove.Hosting;
using Rockdove.Mailboxes;
using Rockdove.Pop3;
using Rockdove.Storage;
using Rockdove.Wire;

namespace Rockdove.Daemon;

/// <summary>Shows people the INBOX of their account.</summary>
internal sealed class DaemonPop3Handler(DaemonState state, MailboxPop3Options options)
    : MailboxPop3Handler(state.Store, options)
{
    public override async ValueTask<StoredSecret?> FindSecretAsync(Pop3Context context, Pop3SecretQuestion question) =>
        await state.Authenticator.FindSecretAsync(question.Mechanism, question.Identity, context.Aborted);

    protected override async ValueTask<bool> LetsInAsync(
        Credentials credentials, CancellationToken cancellationToken) =>
        await state.Authenticator.LogInAsync(credentials, cancellationToken) is not null;

    protected override async ValueTask<MailboxId?> FindMailboxAsync(
        string identity, CancellationToken cancellationToken)
    {
        var now = state.Now;
        return await now.Directory.FindLoginAsync(identity, cancellationToken) is { IsEnabled: true } account
            ? await AccountMailboxes.InboxAsync(state.Store, account, now.Settings.Quota, cancellationToken)
            : null;
    }

    protected override async ValueTask<MailboxId?> FindTrashAsync(
        string identity, CancellationToken cancellationToken) =>
        await state.Now.Directory.FindLoginAsync(identity, cancellationToken) is { } account
            ? await AccountMailboxes.TrashAsync(state.Store, AccountMailboxes.OwnerOf(account), cancellationToken)
            : null;
}
