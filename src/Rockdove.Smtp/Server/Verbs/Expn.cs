using System.Text;

namespace Rockdove.Smtp;

/// <summary>EXPN (RFC 5321 section 4.1.1.7). By default it is not implemented, which section 7.3 allows.</summary>
internal sealed class Expn() : SmtpVerb("EXPN", SmtpPhase.Any)
{
    public override bool NeedsIdentity => true;

    public override void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument) =>
        engine.Ask(new ExpandQuestion(Encoding.UTF8.GetString(argument)));
}
