using System.Security.Cryptography;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>AUTH (RFC 4954), with the mechanisms it is given.</summary>
public sealed class Auth : SmtpExtension
{
    private readonly SaslMechanism[] _mechanisms;

    /// <summary>Offers these mechanisms, in this order.</summary>
    /// <exception cref="ArgumentException">There is none, or one is there twice.</exception>
    public Auth(params IReadOnlyList<SaslMechanism> mechanisms)
    {
        if (mechanisms.Count == 0 || mechanisms.DistinctBy(mechanism => mechanism.Name).Count() != mechanisms.Count)
            throw new ArgumentException("AUTH needs mechanisms, each once.", nameof(mechanisms));
        _mechanisms = [.. mechanisms];
        Verbs = [new Verb(this)];
    }

    /// <summary>Offers mechanisms that reveal the secret even without TLS. For catchers and mocks.</summary>
    public bool AllowsSecretsInClear { get; init; }

    /// <summary>
    /// A client may act as somebody else than it authenticates as; the handler then checks both (RFC 4616 section 2).
    /// </summary>
    public bool AllowsDelegation { get; init; }

    /// <summary>
    /// Narrows what is offered to one session, beyond what its safety asks for; asked at each EHLO and each AUTH.
    /// </summary>
    public Func<SaslMechanism, SmtpSession, bool>? Offers { get; init; }

    /// <summary>Where exchanges get their nonces from; tests make it repeatable.</summary>
    public Action<Span<byte>>? FillRandom { get; init; }

    /// <summary>
    /// Keys the made-up salts of accounts that do not exist: random unless set. Servers that share their accounts share
    /// it too (32 octets, kept secret), or asking two of them would tell which accounts exist.
    /// </summary>
    public ReadOnlyMemory<byte> SaltKey { get; init; } = RandomNumberGenerator.GetBytes(32);

    public override string Keyword => "AUTH";

    public override IReadOnlyList<SmtpVerb> Verbs { get; }

    public override IReadOnlyList<EnvelopeParameter> MailParameters { get; } = [new SubmitterParameter()];

    public override string? Advertise(SmtpSession session, SmtpProtocol protocol)
    {
        var offered = _mechanisms.Where(mechanism => IsOffered(mechanism, session)).Select(mechanism => mechanism.Name);
        var line = $"AUTH {string.Join(' ', offered)}";
        return session.Identity is null && line.Length > "AUTH ".Length ? line : null;
    }

    private bool IsOffered(SaslMechanism mechanism, SmtpSession session) =>
        (session.IsSecure || AllowsSecretsInClear || !mechanism.RevealsSecret)
        && (mechanism.Name != "EXTERNAL" || session.CertificateIdentity is not null)
        && (Offers is null || Offers(mechanism, session));

    private SaslMechanism? Find(ReadOnlySpan<byte> name) =>
        SaslMechanisms.Find(_mechanisms, Encoding.ASCII.GetString(name));

    /// <summary>
    /// <code>auth-command = "AUTH" SP sasl-mech [SP initial-response] ; initial-response = base64 / "="</code>
    /// </summary>
    private sealed class Verb(Auth auth) : SmtpVerb("AUTH", SmtpPhase.Greeted)
    {
        public override void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument)
        {
            var cursor = new Cursor(argument);
            var name = cursor.ReadUntil((byte)' ');
            var hasInitialResponse = cursor.AcceptAll((byte)' ');
            var session = engine.Session;
            if (session.Identity is not null)
                engine.Reply(SmtpReplies.AlreadyAuthenticated);
            else if (name.IsEmpty)
                engine.Reply(SmtpReplies.ArgumentNeeded);
            else if (auth.Find(name) is not { } mechanism)
                engine.Reply(SmtpReplies.UnknownMechanism);
            else if (!session.IsSecure && mechanism.RevealsSecret && !auth.AllowsSecretsInClear)
                engine.Reply(SmtpReplies.EncryptionNeeded);
            else if (!auth.IsOffered(mechanism, session))
                engine.Reply(SmtpReplies.UnknownMechanism);
            else
                engine.Authenticate(mechanism.Begin(auth.ContextFor(engine)), cursor.Rest, hasInitialResponse);
        }
    }

    private SaslContext ContextFor(SmtpServerEngine engine)
    {
        var context = new SaslContext
        {
            HostName = engine.Protocol.Options.HostName,
            ExternalIdentity = engine.Session.CertificateIdentity,
            SaltKey = SaltKey,
        };
        return FillRandom is { } fill ? context with { FillRandom = fill } : context;
    }

    /// <summary>
    /// Section 5: <c>AUTH=</c> and xtext; who first submitted the message. It counts only from a trusted peer that
    /// speaks for itself: a proxy passes on what its client says.
    /// </summary>
    private sealed class SubmitterParameter() : EnvelopeParameter("AUTH", takesValue: true)
    {
        public override SmtpReply? Apply(ReadOnlySpan<byte> value, EnvelopePart part, SmtpServerEngine engine)
        {
            var isUnknown = value.SequenceEqual("<>"u8);
            if (!Xtext.TryDecode(value, out var text)
                || !(isUnknown || PathGrammar.TryParseMailbox(Encoding.UTF8.GetBytes(text), out _)))
                return SmtpReplies.BadParameter;
            if (engine.Session is { IsTrustedPeer: true, IsProxied: false } && !isUnknown)
                part.Set(new Submitter(text));
            return null;
        }
    }
}

/// <summary>Who first submitted a message, said by a peer that is trusted to know.</summary>
public sealed record Submitter(string Address);
