using System.Text;
using Rockdove.Wire;

namespace Rockdove.Imap;

/// <summary>
/// AUTHENTICATE (RFC 9051 section 6.2.2): <c>"AUTHENTICATE" SP auth-type [SP initial-resp]</c>, the last where SASL-IR
/// is offered (RFC 4959).
/// </summary>
internal sealed class Authenticate() : ImapVerb("AUTHENTICATE", ImapPhase.NotAuthenticated)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        var options = engine.Protocol.Options;
        if (!arguments.AcceptSpace() || !arguments.TryAtom(out var name))
        {
            engine.Reply(ImapReplies.BadArguments);
            return;
        }

        var hasInitialResponse = arguments.AcceptSpace();
        if (hasInitialResponse ? arguments.AtEnd || !engine.Protocol.Has<SaslIr>() : !arguments.AtEnd)
            engine.Reply(ImapReplies.BadArguments);
        else if (SaslMechanisms.Find(options.Mechanisms, Encoding.ASCII.GetString(name)) is not { } mechanism)
            engine.Reply(ImapReplies.UnknownMechanism);
        else if (mechanism.RevealsSecret && !engine.Session.IsSecure && !options.AllowsSecretsInClear)
            engine.Reply(ImapReplies.PrivacyRequired);
        else if (!engine.Protocol.Offers(mechanism, engine.Session))
            engine.Reply(ImapReplies.UnknownMechanism);
        else
            engine.Authenticate(mechanism.Begin(ContextFor(engine)), arguments.Rest, hasInitialResponse);
    }

    private static SaslContext ContextFor(ImapServerEngine engine)
    {
        var options = engine.Protocol.Options;
        var context = new SaslContext
        {
            HostName = options.HostName,
            ExternalIdentity = engine.Session.CertificateIdentity,
        };
        if (options.SaltKey is { } key)
            context = context with { SaltKey = key };
        return options.FillRandom is { } fill ? context with { FillRandom = fill } : context;
    }
}
