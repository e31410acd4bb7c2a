using System.Diagnostics;
using Rockdove.Wire;

namespace Rockdove.Imap;

/// <summary>
/// The way in: LOGIN, and AUTHENTICATE with its exchange (RFC 9051 section 6.2). It counts what fails.
/// </summary>
internal sealed class LoginExchange(ImapServerEngine engine)
{
    private SaslConversation? _sasl;
    private ImapReply? _verdict;
    private int _failed;

    /// <summary>AUTHENTICATE: the mechanism is chosen.</summary>
    public void Begin(ISaslServer exchange, ReadOnlySpan<byte> initialResponse, bool hasInitialResponse)
    {
        _verdict = null;
        _sasl = new SaslConversation(exchange, engine.Protocol.Options.AllowsDelegation);
        Follow(_sasl.Begin(initialResponse, hasInitialResponse));
    }

    /// <summary>The client answers a challenge.</summary>
    public void Respond(ReadOnlySpan<byte> line) => Follow(Conversation.Respond(line));

    /// <summary>The host knows the secret, or that there is none.</summary>
    public void Provide(StoredSecret? secret) => Follow(Conversation.Provide(secret));

    /// <summary>
    /// The host has decided about credentials. Its reply is kept until the mechanism has had its last word.
    /// </summary>
    public void Decide(Credentials credentials, ImapReply reply)
    {
        _verdict = reply;
        if (_sasl is not null)
            Follow(_sasl.Decide(reply.IsOk));
        else if (reply.IsOk)
            LetIn(credentials.Identity, credentials.Mechanism);
        else
            Fail(reply);
    }

    /// <summary>
    /// Whatever the reply, the attempt counts: SCRAM and OAuth tell a wrong secret in a challenge, and a client that
    /// cancelled then would otherwise guess for nothing.
    /// </summary>
    public void Fail(ImapReply reply)
    {
        _sasl = null;
        engine.Enter(EngineMode.Command);
        if (++_failed < engine.Protocol.Limits.FailedLogins)
        {
            engine.Reply(reply);
            return;
        }

        engine.Conclude(reply);
        engine.Close(ImapReplies.TooManyMistakes);
    }

    private SaslConversation Conversation
    {
        get
        {
            Debug.Assert(_sasl is not null, "An exchange is under way.");
            return _sasl;
        }
    }

    /// <summary>Does what the exchange needs next.</summary>
    private void Follow(SaslStatus status)
    {
        var sasl = Conversation;
        switch (status)
        {
            case SaslStatus.Continue:
                engine.Challenge(sasl);
                break;
            case SaslStatus.NeedsSecret:
                engine.Ask(new SecretQuestion(sasl.Mechanism, sasl.Credentials!.Identity));
                break;
            case SaslStatus.Decide:
                engine.Ask(new AuthQuestion(sasl.Credentials!));
                break;
            case SaslStatus.Succeeded:
                LetIn(sasl.Identity, sasl.Mechanism);
                break;
            default:
                Fail(RefusalOf(sasl.Flaw));
                break;
        }
    }

    private ImapReply RefusalOf(SaslFlaw flaw) => flaw switch
    {
        SaslFlaw.Cancelled => ImapReplies.Cancelled,
        SaslFlaw.NotBase64 => ImapReplies.BadBase64,
        SaslFlaw.Malformed => ImapReplies.BadResponse,
        SaslFlaw.ActsAsAnother => ImapReplies.NoDelegation,
        SaslFlaw.None when _verdict is { IsOk: false } => _verdict,
        _ => ImapReplies.AuthenticationFailed,
    };

    private void LetIn(string identity, string mechanism)
    {
        _sasl = null;
        engine.LetIn(identity, mechanism);
    }
}
