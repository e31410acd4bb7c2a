namespace Rockdove.Smtp;

/// <summary>A command that is known and not offered: 502 5.5.1 (RFC 5321 section 4.2.4), not 500.</summary>
internal sealed class NotImplemented(string name) : SmtpVerb(name, SmtpPhase.Any)
{
    public override bool IsAllowedBeforeTls => true;

    public override void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument) =>
        engine.Reply(SmtpReplies.NotImplemented);
}

/// <summary>BDAT where CHUNKING is not offered: octets we do not want may follow, so the connection closes.</summary>
internal sealed class BdatNotImplemented() : SmtpVerb("BDAT", SmtpPhase.Any)
{
    public override bool IsAllowedBeforeTls => true;

    public override void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument) =>
        engine.Close(SmtpReplies.ChunkNotImplemented);

    public override void Refuse(SmtpServerEngine engine, ReadOnlySpan<byte> argument, SmtpReply reply) =>
        engine.Close(reply);
}
