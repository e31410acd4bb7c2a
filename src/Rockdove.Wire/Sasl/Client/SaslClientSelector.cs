namespace Rockdove.Wire;

/// <summary>Picks the strongest mechanism that the server offers, the login can serve and the policy allows.</summary>
/// <remarks>
/// The order is EXTERNAL, SCRAM-SHA-256, CRAM-MD5, OAUTHBEARER, XOAUTH2, PLAIN, LOGIN, ANONYMOUS, of which EXTERNAL and
/// ANONYMOUS are taken only when the policy names them. An offer is not protected without TLS, so somebody in the
/// middle can shorten it; what keeps the secret then is that revealing mechanisms are not used without TLS.
/// </remarks>
public static class SaslClientSelector
{
    /// <summary>Chooses among the names that the server has announced, in any case and order.</summary>
    /// <exception cref="ArgumentException">The login holds something that the chosen mechanism cannot send.</exception>
    public static SaslSelection Select(IEnumerable<string> offered, SaslLogin login, SaslPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(offered);
        ArgumentNullException.ThrowIfNull(login);
        ArgumentNullException.ThrowIfNull(policy);
        var names = new HashSet<string>(offered, StringComparer.OrdinalIgnoreCase);
        var outcome = SaslSelectionOutcome.NothingInCommon;
        foreach (var (mechanism, reveals) in Preference)
        {
            if (!names.Contains(mechanism) || !policy.Allows(mechanism))
                continue;
            if (!CanServe(mechanism, login))
                outcome = Max(outcome, SaslSelectionOutcome.LacksSecret);
            else if (reveals && !policy.IsEncrypted && !policy.RevealSecretsInClear)
                outcome = Max(outcome, SaslSelectionOutcome.NeedsEncryption);
            else
                return new SaslSelection(Create(mechanism, login), SaslSelectionOutcome.Selected);
        }

        return new SaslSelection(null, outcome);
    }

    /// <summary>Begins an exchange of the named mechanism, without asking any policy.</summary>
    /// <exception cref="ArgumentException">There is no such mechanism, or the login cannot serve it.</exception>
    public static ISaslClient Create(string mechanism, SaslLogin login)
    {
        ArgumentNullException.ThrowIfNull(mechanism);
        ArgumentNullException.ThrowIfNull(login);
        return mechanism.ToUpperInvariant() switch
        {
            SaslMechanisms.ScramSha256 => new ScramSha256Client(login),
            SaslMechanisms.CramMd5 => new CramMd5Client(login),
            SaslMechanisms.OAuthBearer => new OAuthClient(SaslMechanisms.OAuthBearer, login),
            SaslMechanisms.XOAuth2 => new OAuthClient(SaslMechanisms.XOAuth2, login),
            SaslMechanisms.Plain => new PlainClient(login),
            SaslMechanisms.Login => new LoginClient(login),
            SaslMechanisms.External => new ExternalClient(login),
            SaslMechanisms.Anonymous => new AnonymousClient(login),
            _ => throw new ArgumentException($"There is no mechanism {mechanism}.", nameof(mechanism)),
        };
    }

    private static bool CanServe(string mechanism, SaslLogin login) => mechanism switch
    {
        SaslMechanisms.External or SaslMechanisms.Anonymous => true,
        SaslMechanisms.OAuthBearer or SaslMechanisms.XOAuth2 => login.Token is not null,
        _ => login.Password is not null,
    };

    private static SaslSelectionOutcome Max(SaslSelectionOutcome left, SaslSelectionOutcome right) =>
        left > right ? left : right;

    private static readonly (string Mechanism, bool Reveals)[] Preference =
    [
        (SaslMechanisms.External, false),
        (SaslMechanisms.ScramSha256, false),
        (SaslMechanisms.CramMd5, false),
        (SaslMechanisms.OAuthBearer, true),
        (SaslMechanisms.XOAuth2, true),
        (SaslMechanisms.Plain, true),
        (SaslMechanisms.Login, true),
        (SaslMechanisms.Anonymous, false),
    ];
}
