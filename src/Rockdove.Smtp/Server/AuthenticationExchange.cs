using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>The authentication exchange of a session, when one is open, and how many have failed.</summary>
internal sealed class AuthenticationExchange(SmtpProtocol protocol, SmtpSession session)
{
    private SaslConversation? _conversation;
    private SmtpReply? _verdict;
    private int _failures;

    public SaslStatus Begin(ISaslServer exchange, ReadOnlySpan<byte> initialResponse, bool hasInitialResponse)
    {
        _verdict = null;
        _conversation = new SaslConversation(exchange, protocol.Find<Auth>()!.AllowsDelegation);
        return _conversation.Begin(initialResponse, hasInitialResponse);
    }

    public SaslStatus Respond(ReadOnlySpan<byte> line) => _conversation!.Respond(line);

    public SaslStatus Provide(StoredSecret? secret) => _conversation!.Provide(secret);

    /// <summary>The host has decided. Its reply is kept until the mechanism has had its last word.</summary>
    public SaslStatus Decide(SmtpReply reply)
    {
        _verdict = reply;
        return _conversation!.Decide(reply.IsPositive);
    }

    /// <summary>Whose secret is needed.</summary>
    public SecretQuestion SecretQuestion() => new(_conversation!.Mechanism, _conversation.Credentials!.Identity);

    /// <summary>Whom to let in.</summary>
    public AuthQuestion AuthQuestion() => new(_conversation!.Credentials!);

    public void WriteChallenge(IBufferWriter<byte> output) => _conversation!.WriteChallenge("334 "u8, output);

    /// <summary>The client is let in. Returns the welcome.</summary>
    public SmtpReply Succeed()
    {
        session.Identity = _conversation!.Identity;
        session.Mechanism = _conversation.Mechanism;
        _conversation = null;
        return _verdict is { IsPositive: true } ? _verdict : SmtpReplies.Authenticated;
    }

    /// <summary>What to say to a client that is not let in.</summary>
    public SmtpReply Refusal => _conversation!.Flaw switch
    {
        SaslFlaw.Cancelled => SmtpReplies.AuthCancelled,
        SaslFlaw.NotBase64 => SmtpReplies.BadBase64,
        SaslFlaw.Malformed => SmtpReplies.SyntaxError,
        SaslFlaw.None when _verdict is { IsPositive: false } => _verdict,
        _ => SmtpReplies.AuthFailed,
    };

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
