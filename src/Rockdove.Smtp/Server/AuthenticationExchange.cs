using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>The authentication exchange of a session, when one is open, and how many have failed.</summary>
internal sealed class AuthenticationExchange(SmtpProtocol protocol, SmtpSession session)
{
    private SaslConversation? _conversation;
    private int _failures;

    public SaslStatus Begin(ISaslServer exchange, ReadOnlySpan<byte> initialResponse, bool hasInitialResponse)
    {
        _conversation = new SaslConversation(exchange, protocol.Find<Auth>()!.AllowsDelegation);
        return _conversation.Begin(initialResponse, hasInitialResponse);
    }

    public SaslStatus Respond(ReadOnlySpan<byte> line) => _conversation!.Respond(line);

    public SaslStatus Provide(StoredSecret? secret) => _conversation!.Provide(secret);

    public SaslStatus Decide(SmtpReply reply) => _conversation!.Decide(reply);

    /// <summary>Whose secret is needed.</summary>
    public SecretQuestion SecretQuestion() => new(_conversation!.Mechanism, _conversation.Credentials!.Identity);

    /// <summary>Whom to let in.</summary>
    public AuthQuestion AuthQuestion() => new(_conversation!.Credentials!);

    public void WriteChallenge(IBufferWriter<byte> output) => _conversation!.WriteChallenge(output);

    /// <summary>The client is let in. Returns the welcome.</summary>
    public SmtpReply Succeed()
    {
        var welcome = _conversation!.Welcome;
        session.Identity = _conversation.Identity;
        session.Mechanism = _conversation.Mechanism;
        _conversation = null;
        return welcome;
    }

    /// <summary>What to say to a client that is not let in.</summary>
    public SmtpReply Refusal => _conversation!.Refusal;

    /// <summary>
    /// The exchange has failed; true when it was one too many. Whatever the reply, the attempt counts: SCRAM and OAuth
    /// tell a wrong secret in a challenge, and a client that cancelled then would otherwise guess for nothing.
    /// </summary>
    public bool Fail()
    {
        _conversation = null;
        return ++_failures >= protocol.Limits.FailedAuthentications;
    }
}
