namespace Rockdove.Wire;

/// <summary>The mechanisms that come with the library.</summary>
public static class SaslMechanisms
{
    public const string ScramSha256 = "SCRAM-SHA-256";
    public const string CramMd5 = "CRAM-MD5";
    public const string OAuthBearer = "OAUTHBEARER";
    public const string XOAuth2 = "XOAUTH2";
    public const string Plain = "PLAIN";
    public const string Login = "LOGIN";
    public const string External = "EXTERNAL";
    public const string Anonymous = "ANONYMOUS";

    /// <summary>All of them, in the order of preference that a server announces.</summary>
    /// <remarks>
    /// A server picks what its accounts can serve: CRAM-MD5 needs <see cref="ClearSecret"/>, EXTERNAL needs
    /// <see cref="SaslContext.ExternalIdentity"/>, and ANONYMOUS lets in anyone.
    /// </remarks>
    public static IReadOnlyList<SaslMechanism> All { get; } =
    [
        new ScramSha256Mechanism(),
        new CramMd5Mechanism(),
        new OAuthBearerMechanism(),
        new XOAuth2Mechanism(),
        new PlainMechanism(),
        new LoginMechanism(),
        new ExternalMechanism(),
        new AnonymousMechanism(),
    ];

    /// <summary>The mechanism of that name in any case (RFC 4422 section 3.1), or null.</summary>
    public static SaslMechanism? Find(ReadOnlySpan<char> name) => Find(All, name);

    /// <summary>Looks among the mechanisms that one server offers.</summary>
    public static SaslMechanism? Find(IReadOnlyList<SaslMechanism> offered, ReadOnlySpan<char> name)
    {
        foreach (var mechanism in offered)
            if (name.Equals(mechanism.Name, StringComparison.OrdinalIgnoreCase))
                return mechanism;
        return null;
    }
}
