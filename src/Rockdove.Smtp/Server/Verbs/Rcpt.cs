using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>
/// RCPT (RFC 5321 section 4.1.1.3).
/// <code>rcpt = "RCPT TO:" ( "&lt;Postmaster@" Domain "&gt;" / "&lt;Postmaster&gt;" / Forward-path ) [SP
/// Rcpt-parameters]</code>
/// </summary>
internal sealed class Rcpt() : SmtpVerb("RCPT", SmtpPhase.Transaction)
{
    public override void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument)
    {
        var envelope = engine.Session.Envelope!;
        if (engine.HasChunks)
        {
            engine.Reply(SmtpReplies.TooLateForRecipients); // The handler has been told who gets this message.
            return;
        }

        var cursor = new Cursor(argument);
        if (!cursor.AcceptWord("TO:"u8))
        {
            engine.Reply(SmtpReplies.BadForwardPath);
            return;
        }

        var fault = PathGrammar.TryReadPath(ref cursor, engine.Protocol.Leniencies, out var mailbox);
        if (fault == PathFault.NoDomain
            && (IsPostmaster(mailbox) || engine.Protocol.Allows(SmtpLeniencies.AddressWithoutDomain)))
            fault = PathFault.None;
        if (fault != PathFault.None)
        {
            engine.Reply(fault switch
            {
                PathFault.SpaceBefore => SmtpReplies.SpaceBeforePath,
                PathFault.InvalidUtf8 => SmtpReplies.RecipientNotUtf8,
                _ => SmtpReplies.BadForwardPath,
            });
            return;
        }

        var recipient = new Recipient(new ForwardPath(mailbox));
        var utf8 = envelope.Sender.IsSmtpUtf8 || engine.Protocol.Allows(SmtpLeniencies.Utf8WithoutParameter);
        if (EnvelopeParameters.Read(ref cursor, recipient, engine) is { } refusal)
            engine.Reply(refusal);
        else if (mailbox.IsInternational && !utf8)
            engine.Reply(SmtpReplies.RecipientNeedsSmtpUtf8);
        else if (envelope.Recipients.Count >= engine.Protocol.Limits.Recipients)
            engine.Reply(SmtpReplies.TooManyRecipients);
        else
            engine.Ask(new RecipientQuestion(envelope, recipient));
    }

    private static bool IsPostmaster(Mailbox mailbox) =>
        mailbox.Address.Equals("postmaster", StringComparison.OrdinalIgnoreCase);
}
