using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>
/// MAIL (RFC 5321 section 4.1.1.2).
/// <code>mail = "MAIL FROM:" Reverse-path [SP Mail-parameters]</code>
/// </summary>
internal sealed class Mail() : SmtpVerb("MAIL", SmtpPhase.Greeted)
{
    public override bool NeedsIdentity => true;

    public override void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument)
    {
        var limits = engine.Protocol.Limits;
        if (limits.Transactions > 0 && engine.Session.AcceptedMessages >= limits.Transactions)
        {
            engine.Close(SmtpReplies.TooManyMessages);
            return;
        }

        var cursor = new Cursor(argument);
        if (!cursor.AcceptWord("FROM:"u8))
        {
            engine.Reply(SmtpReplies.BadReversePath);
            return;
        }

        var fault = PathGrammar.TryReadPath(ref cursor, engine.Protocol.Leniencies, out var mailbox);
        if (fault == PathFault.NoDomain && engine.Protocol.Allows(SmtpLeniencies.AddressWithoutDomain))
            fault = PathFault.None;
        if (fault is not (PathFault.None or PathFault.Empty))
        {
            engine.Reply(fault switch
            {
                PathFault.SpaceBefore => SmtpReplies.SpaceBeforePath,
                PathFault.InvalidUtf8 => SmtpReplies.SenderNotUtf8,
                _ => SmtpReplies.BadReversePath,
            });
            return;
        }

        var sender = new Sender(new ReversePath(mailbox));
        var utf8 = engine.Protocol.Allows(SmtpLeniencies.Utf8WithoutParameter);
        if (EnvelopeParameters.Read(ref cursor, sender, engine) is { } refusal)
            engine.Reply(refusal);
        else if (mailbox.IsInternational && !sender.IsSmtpUtf8 && !utf8)
            engine.Reply(SmtpReplies.SenderNeedsSmtpUtf8);
        else
            engine.Ask(new MailQuestion(sender));
    }
}
