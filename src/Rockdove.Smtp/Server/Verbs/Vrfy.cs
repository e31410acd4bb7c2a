using System.Text;

namespace Rockdove.Smtp;

/// <summary>VRFY (RFC 5321 section 4.1.1.6). By default the answer tells nothing (section 7.3).</summary>
internal sealed class Vrfy() : SmtpVerb("VRFY", SmtpPhase.Any)
{
    public override bool NeedsIdentity => true;

    public override void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument)
    {
        if (argument.IsEmpty)
            engine.Reply(SmtpReplies.ArgumentNeeded);
        else if (argument.ContainsAnyInRange((byte)0, (byte)0x1F))
            engine.Reply(SmtpReplies.SyntaxError);
        else
            engine.Ask(new VerifyQuestion(Encoding.UTF8.GetString(argument)));
    }
}
