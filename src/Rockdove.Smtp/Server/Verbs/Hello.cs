using System.Text;

namespace Rockdove.Smtp;

/// <summary>
/// EHLO, HELO and LHLO (RFC 5321 section 4.1.1.1, RFC 2033 section 4.1).
/// <code>ehlo = "EHLO" SP ( Domain / address-literal )</code>
/// </summary>
internal sealed class Hello(string name) : SmtpVerb(name, SmtpPhase.Any)
{
    public override bool IsAllowedBeforeTls => Name != "HELO"; // RFC 3207 section 4 does not name it.

    public override void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument)
    {
        var leniencies = engine.Protocol.Leniencies | SmtpLeniencies.UnderscoreInDomain;
        if (!PathGrammar.IsDomainOrLiteral(argument, leniencies)
            && !engine.Protocol.Allows(SmtpLeniencies.AnyHelloName))
            engine.Reply(SmtpReplies.NameNeeded);
        else
            Ask(engine, Encoding.UTF8.GetString(argument));
    }

    private void Ask(SmtpServerEngine engine, string name) =>
        engine.Ask(new HelloQuestion(Name, name, engine.Protocol.Hello(name)));
}
