using Rockdove.Hosting;
using Rockdove.Mailboxes;
using Rockdove.Smtp;
using Rockdove.Storage;
using Rockdove.Wire;

namespace Rockdove.Catcher;

/// <summary>Everyone exists, everything is kept, and any password does unless some are named.</summary>
public sealed class CatchAllHandler(CaughtMail mail, CatcherOptions options, TimeProvider time) : SmtpHandler
{
    private readonly CatcherAccounts _accounts = new(options.Accounts);

    public override ValueTask<StoredSecret?> FindSecretAsync(SmtpContext context, SecretQuestion question) =>
        new(_accounts.Find(question.Identity));

    public override ValueTask<SmtpReply?> AuthenticateAsync(SmtpContext context, AuthQuestion question) =>
        new(_accounts.LetsIn(question.Credentials) ? SmtpReplies.Authenticated : SmtpReplies.AuthFailed);

    public override async ValueTask<Reception> ReceiveAsync(SmtpContext context, DataQuestion question)
    {
        var envelope = DeliveryEnvelopes.Of(context, question.Envelope, time.GetUtcNow());
        try
        {
            var declared = question.Envelope.Sender.Get<DeclaredSize>()?.MessageBytes ?? 0;
            var inboxes = await mail.Inboxes.OpenAllAsync(envelope.ForwardPaths, context.Aborted);
            inboxes = [.. inboxes, .. mail.NamedInboxes.Taking(envelope, InboxPorts.InboxOf(context.Connection))];
            var staged = await mail.Store.StageAsync(declared, context.Aborted);
            return new CaughtSink(mail, staged, envelope, inboxes, options.Tagging, context.Connection, time);
        }
        catch (StoreException error) when (DepositReplies.To(error) is { } refusal)
        {
            mail.Totals.Refuse();
            return refusal;
        }
    }
}
