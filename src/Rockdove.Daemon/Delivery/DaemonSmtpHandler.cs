using Microsoft.Extensions.Logging;
using Rockdove.Hosting;
using Rockdove.Mailboxes;
using Rockdove.Smtp;
using Rockdove.Storage;
using Rockdove.Wire;

namespace Rockdove.Daemon;

/// <summary>Takes mail for the accounts of the daemon, from anybody or from those who have logged in.</summary>
internal sealed partial class DaemonSmtpHandler(DaemonState state, TimeProvider time, ILogger log) : SmtpHandler
{
    public override async ValueTask<StoredSecret?> FindSecretAsync(SmtpContext context, SecretQuestion question) =>
        await state.Authenticator.FindSecretAsync(question.Mechanism, question.Identity, context.Aborted);

    public override async ValueTask<SmtpReply?> AuthenticateAsync(SmtpContext context, AuthQuestion question) =>
        await state.Authenticator.LogInAsync(question.Credentials, context.Aborted) is null
            ? SmtpReplies.AuthFailed
            : SmtpReplies.Authenticated;

    /// <summary>
    /// Whoever has logged in sends under an address that leads to them, or under none, as a receipt does (RFC 8098
    /// section 2.1).
    /// </summary>
    public override async ValueTask<SmtpReply?> MailAsync(SmtpContext context, MailQuestion question)
    {
        if (context.Session.Identity is not { } identity || question.Sender.Path.IsNull)
            return null;
        var now = state.Now;
        var account = await now.Directory.FindLoginAsync(identity, context.Aborted);
        if (account is not { IsEnabled: true })
            return SmtpReplies.AuthFirst; // Removed or disabled since the login.
        if (MailAddress.Of(question.Sender.Path.Mailbox) is not { } address)
            return DeliveryReplies.NotYours;
        return await now.AddressBook.LeadsToAsync(address, account, context.Aborted) ? null : DeliveryReplies.NotYours;
    }

    public override async ValueTask<SmtpReply?> RecipientAsync(SmtpContext context, RecipientQuestion question)
    {
        var now = state.Now;
        if (await AddressAsync(now, question.Recipient.Path, context.Aborted) is not { } address)
            return question.Recipient.Path.IsPostmaster ? DeliveryReplies.UnknownUser : DeliveryReplies.NoRelaying;
        var resolution = await now.AddressBook.ResolveAsync(address, context.Aborted);
        if (resolution.Trouble is { } trouble)
            AliasTrouble(log, $"{address}", trouble);
        if (Refusal(resolution.Outcome) is { } refusal)
            return refusal;
        var declared = question.Envelope.Sender.Get<DeclaredSize>()?.MessageBytes ?? 0;
        foreach (var account in resolution.Accounts)
        {
            if (await FullAsync(account, declared, now.Settings, context.Aborted) is { } full)
                return full;
        }

        question.Recipient.Set(new Destination(resolution.Accounts));
        return null;
    }

    public override async ValueTask<Reception> ReceiveAsync(SmtpContext context, DataQuestion question)
    {
        var now = state.Now;
        var settings = now.Settings;
        Submission? submission = null;
        if (context.Session.Identity is { } identity)
        {
            if (await now.Directory.FindLoginAsync(identity, context.Aborted) is not { IsEnabled: true } sender)
                return SmtpReplies.AuthFirst; // Removed or disabled since MAIL.
            submission = new Submission(
                new OriginatorCheck(settings.Submission.From, now.AddressBook, sender), settings.HostName);
        }

        var mailboxes = new List<IReadOnlyList<MailboxId>>();
        foreach (var recipient in question.Envelope.Recipients)
        {
            var theirs = new List<MailboxId>();
            foreach (var account in recipient.Get<Destination>()!.Accounts)
            {
                theirs.Add(await AccountMailboxes.InboxAsync(state.Store, account, settings.Quota, context.Aborted));
            }

            mailboxes.Add(theirs);
        }

        var envelope = DeliveryEnvelopes.Of(context, question.Envelope, time.GetUtcNow());
        IStagedMessage staged;
        try
        {
            var declared = question.Envelope.Sender.Get<DeclaredSize>()?.MessageBytes ?? 0;
            staged = await state.Store.StageAsync(declared, context.Aborted);
        }
        catch (StoreException error) when (DepositReplies.To(error) is { } refusal)
        {
            return refusal;
        }

        var sink = new DeliverySink(
            state.Store, staged, envelope, mailboxes, settings.Delivery.ReceivedFields, submission, time);
        try
        {
            // An address in other letters may stand only in a header that may hold them.
            await sink.BeginAsync($"{question.Envelope.Sender.Path}", context.Aborted);
            return sink;
        }
        catch
        {
            await sink.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address as it is looked up; null when nobody here can have it.</summary>
    private static async ValueTask<AccountAddress?> AddressAsync(
        DaemonMoment now, ForwardPath path, CancellationToken cancellationToken) =>
        path.IsPostmaster
            ? await now.PostmasterAsync(cancellationToken)
            : MailAddress.Of(path.Mailbox);

    private static SmtpReply? Refusal(ResolutionOutcome outcome) => outcome switch
    {
        ResolutionOutcome.Found => null,
        ResolutionOutcome.NotLocal => DeliveryReplies.NoRelaying,
        ResolutionOutcome.Disabled => DeliveryReplies.Disabled,
        ResolutionOutcome.Loop => DeliveryReplies.AliasLoop,
        ResolutionOutcome.TooMany => DeliveryReplies.TooMany,
        ResolutionOutcome.LeadsAway => DeliveryReplies.LeadsAway,
        _ => DeliveryReplies.UnknownUser,
    };

    private async ValueTask<SmtpReply?> FullAsync(
        Account account, long declaredBytes, DaemonSettings settings, CancellationToken cancellationToken)
    {
        var quota = await state.Store.Attributes.QuotaAsync(AccountMailboxes.OwnerOf(account), cancellationToken);
        var limits = quota.Limits == QuotaLimits.None ? settings.Quota : quota.Limits;
        if (declaredBytes > limits.Bytes)
            return DeliveryReplies.NeverFits;
        return quota.Bytes + Math.Max(declaredBytes, 1) > limits.Bytes || quota.Messages + 1 > limits.Messages
            ? DeliveryReplies.MailboxFull
            : null;
    }

    [LoggerMessage(42, LogLevel.Warning, "Mail for {Address}: {Trouble}")]
    private static partial void AliasTrouble(ILogger log, string address, string trouble);

    /// <summary>Whom a recipient leads to, found when it was accepted.</summary>
    private sealed record Destination(IReadOnlyList<Account> Accounts);
}
