using Rockdove.Hosting;
using Rockdove.Pop3;
using Rockdove.Storage;
using Rockdove.Wire;

namespace Rockdove.Mailboxes;

/// <summary>
/// Shows mailboxes of a store by POP3: each session has one of them to itself, as it was when it began. Who may log in
/// and what they get, the product says.
/// </summary>
public abstract class MailboxPop3Handler : Pop3Handler
{
    private readonly MaildropLocks _locks = new();
    private readonly IMailStore _store;
    private readonly MailboxPop3Options _options;

    /// <param name="store">Where the mailboxes are.</param>
    /// <param name="options">How they are shown.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    protected MailboxPop3Handler(IMailStore store, MailboxPop3Options options)
    {
        options.Validate();
        _store = store;
        _options = options;
    }

    /// <summary>
    /// True for credentials that are right; <see cref="CredentialKind.Proved"/> asks only whether this identity may
    /// come in. An account that does not exist must take as long as a wrong password.
    /// </summary>
    protected abstract ValueTask<bool> LetsInAsync(Credentials credentials, CancellationToken cancellationToken);

    /// <summary>The mailbox of somebody who has logged in; null when there is none.</summary>
    protected abstract ValueTask<MailboxId?> FindMailboxAsync(string identity, CancellationToken cancellationToken);

    /// <summary>
    /// Where deleted messages of somebody go, with <see cref="MailboxPop3Options.MovesDeletedToTrash"/>; null when they
    /// are gone.
    /// </summary>
    protected virtual ValueTask<MailboxId?> FindTrashAsync(string identity, CancellationToken cancellationToken) =>
        default;

    public sealed override async ValueTask<Pop3Reply?> LogInAsync(Pop3Context context, LoginQuestion question) =>
        await LetsInAsync(question.Credentials, context.Aborted) ? Pop3Replies.Authenticated : null;

    public sealed override async ValueTask<Admission> OpenAsync(Pop3Context context, MaildropQuestion question)
    {
        if (await FindMailboxAsync(question.Identity, context.Aborted) is not { } mailbox)
            return Pop3Replies.NoMaildrop;
        if (_locks.TryTake(mailbox) is not { } taken)
            return Pop3Replies.InUse;
        try
        {
            var trash = _options.MovesDeletedToTrash
                ? await FindTrashAsync(question.Identity, context.Aborted)
                : null;
            if (await MailboxMaildrop.OpenAsync(_store, taken, trash, _options, context.Aborted) is { } maildrop)
                return maildrop;
            taken.Dispose();
            return Pop3Replies.NoMaildrop;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }
}
