namespace Rockdove.Smtp;

/// <summary>HELP (RFC 5321 section 4.1.1.8): lists the commands, whatever its argument.</summary>
internal sealed class Help() : SmtpVerb("HELP", SmtpPhase.Any)
{
    public override void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument) =>
        engine.Reply(engine.Protocol.Help);
}
