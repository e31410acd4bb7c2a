namespace Rockdove.Smtp;

/// <summary>QUIT (RFC 5321 section 4.1.1.10).</summary>
internal sealed class Quit() : SmtpVerb("QUIT", SmtpPhase.Any)
{
    public override bool IsAllowedBeforeTls => true;

    public override void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument)
    {
        if (argument.IsEmpty || engine.Protocol.Allows(SmtpLeniencies.NeedlessArguments))
            engine.Close(SmtpReplies.Bye);
        else
            engine.Reply(SmtpReplies.NoArgumentAllowed);
    }
}
