using Rockdove.Wire;

namespace Rockdove.Mock;

/// <summary>Whom a mock lets in.</summary>
public sealed class MockAuthentication
{
    private readonly Dictionary<string, Secret>? _accounts;

    private MockAuthentication(Dictionary<string, Secret>? accounts, IReadOnlyList<SaslMechanism> mechanisms)
    {
        _accounts = accounts;
        Mechanisms = mechanisms;
    }

    /// <summary>Anybody, with any password: CRAM-MD5, PLAIN and LOGIN, also in clear.</summary>
    public static MockAuthentication AnyPassword { get; } =
        new(null, [new UncheckedCramMd5Mechanism(), new PlainMechanism(), new LoginMechanism()]);

    /// <summary>Nobody: every exchange ends in 535.</summary>
    public static MockAuthentication Nobody { get; } = Only();

    /// <summary>These users, each with a password: SCRAM-SHA-256, CRAM-MD5, PLAIN and LOGIN, also in clear.</summary>
    public static MockAuthentication Only(params IEnumerable<(string User, string Password)> accounts) => new(
        accounts.ToDictionary(account => account.User, account => new Secret(account.Password), StringComparer.Ordinal),
        [new ScramSha256Mechanism(), new CramMd5Mechanism(), new PlainMechanism(), new LoginMechanism()]);

    /// <summary>The same people by other mechanisms, in the order in which they are offered.</summary>
    public MockAuthentication By(params IReadOnlyList<SaslMechanism> mechanisms) => new(_accounts, mechanisms);

    internal IReadOnlyList<SaslMechanism> Mechanisms { get; }

    internal StoredSecret? Find(string identity) =>
        _accounts is not null && _accounts.TryGetValue(identity, out var password) ? new ClearSecret(password) : null;

    /// <summary>A token is a secret like a password: the account's, or anything where any password does.</summary>
    internal bool LetsIn(Credentials credentials) =>
        _accounts is null
        || credentials.Kind is CredentialKind.Proved
        || (_accounts.TryGetValue(credentials.Identity, out var password) && password.Equals(credentials.Secret));
}
