namespace Rockdove.Smtp;

/// <summary>RSET (RFC 5321 section 4.1.1.5): drops the transaction, keeps the greeting and the identity.</summary>
internal sealed class Rset() : SmtpVerb("RSET", SmtpPhase.Any)
{
    public override void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument)
    {
        if (!argument.IsEmpty && !engine.Protocol.Allows(SmtpLeniencies.NeedlessArguments))
        {
            engine.Reply(SmtpReplies.NoArgumentAllowed);
            return;
        }

        engine.ResetTransaction();
        engine.Reply(SmtpReplies.Ok);
    }
}
