using System.Security.Cryptography;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Pop3;

/// <summary>AUTH (RFC 5034), with the mechanisms it is given.</summary>
public sealed class Sasl : Pop3Extension
{
    private readonly SaslMechanism[] _mechanisms;

    /// <summary>Offers these mechanisms, in this order.</summary>
    /// <exception cref="ArgumentException">There is none, or one is there twice.</exception>
    public Sasl(params IReadOnlyList<SaslMechanism> mechanisms)
    {
        if (mechanisms.Count == 0 || mechanisms.DistinctBy(mechanism => mechanism.Name).Count() != mechanisms.Count)
            throw new ArgumentException("AUTH needs mechanisms, each once.", nameof(mechanisms));
        _mechanisms = [.. mechanisms];
        Verbs = [new Verb(this)];
    }

    /// <summary>
    /// A client may act as somebody else than it authenticates as; the handler then checks both (RFC 4616 section 2).
    /// </summary>
    public bool AllowsDelegation { get; init; }

    /// <summary>Where exchanges get their nonces from; tests make it repeatable.</summary>
    public Action<Span<byte>>? FillRandom { get; init; }

    /// <summary>
    /// Keys the made-up salts of accounts that do not exist: random unless set. Servers that share their accounts share
    /// it too (32 octets, kept secret), or asking two of them would tell which accounts exist.
    /// </summary>
    public ReadOnlyMemory<byte> SaltKey { get; init; } = RandomNumberGenerator.GetBytes(32);

    public override string Tag => "SASL";

    public override IReadOnlyList<Pop3Verb> Verbs { get; }

    public override string? Announce(Pop3Session session, Pop3Protocol protocol)
    {
        if (session.Phase != Pop3Phase.Authorization || (protocol.Options.RequiresTls && !session.IsSecure))
            return null;
        var offered = _mechanisms.Where(mechanism => IsOffered(mechanism, session, protocol))
            .Select(mechanism => mechanism.Name);
        var line = $"SASL {string.Join(' ', offered)}";
        return line.Length > "SASL ".Length ? line : null;
    }

    private static bool IsOffered(SaslMechanism mechanism, Pop3Session session, Pop3Protocol protocol) =>
        (!mechanism.RevealsSecret || protocol.AllowsSecrets(session))
        && (mechanism.Name != SaslMechanisms.External || session.CertificateIdentity is not null);

    private SaslMechanism? Find(ReadOnlySpan<byte> name) =>
        SaslMechanisms.Find(_mechanisms, Encoding.ASCII.GetString(name));

    private SaslContext ContextFor(Pop3ServerEngine engine)
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
    /// <c>"AUTH" SP sasl-mech [SP initial-response]</c>; the response is base64 or <c>=</c> (section 6).
    /// </summary>
    private sealed class Verb(Sasl sasl) : Pop3Verb("AUTH", Pop3Phase.Authorization)
    {
        public override void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument)
        {
            var cursor = new Cursor(argument);
            var name = cursor.ReadUntil((byte)' ');
            var hasInitialResponse = cursor.Accept((byte)' ');
            engine.Session.UserName = null;
            if (name.IsEmpty)
                engine.Reply(Pop3Replies.ArgumentNeeded);
            else if (sasl.Find(name) is not { } mechanism)
                engine.Reply(Pop3Replies.UnknownMechanism);
            else if (mechanism.RevealsSecret && !engine.Protocol.AllowsSecrets(engine.Session))
                engine.Reply(Pop3Replies.EncryptionNeeded);
            else if (!IsOffered(mechanism, engine.Session, engine.Protocol))
                engine.Reply(Pop3Replies.UnknownMechanism);
            else
                engine.Authenticate(mechanism.Begin(sasl.ContextFor(engine)), cursor.Rest, hasInitialResponse);
        }
    }
}
