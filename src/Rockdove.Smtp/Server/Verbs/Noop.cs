namespace Rockdove.Smtp;

/// <summary>NOOP (RFC 5321 section 4.1.1.9): nothing, whatever its argument.</summary>
internal sealed class Noop() : SmtpVerb("NOOP", SmtpPhase.Any)
{
    public override bool IsAllowedBeforeTls => true;

    public override void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument) => engine.Reply(SmtpReplies.Ok);
}
