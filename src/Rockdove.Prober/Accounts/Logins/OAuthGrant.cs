namespace Rockdove.Prober;

/// <summary>How a token is asked for at a token endpoint (RFC 6749).</summary>
internal sealed record OAuthGrant
{
    /// <summary>HTTPS; HTTP only to this machine itself.</summary>
    public required Uri Endpoint { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Null for a public client.</summary>
    public SecretPlace? ClientSecret { get; init; }

    /// <summary>The refresh token (section 6); null for client credentials (section 4.4).</summary>
    public SecretPlace? RefreshToken { get; init; }

    public string? Scope { get; init; }

    /// <summary>A secret may travel there.</summary>
    public static bool IsSafe(Uri endpoint) => endpoint.IsAbsoluteUri
        && (endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback));
}
