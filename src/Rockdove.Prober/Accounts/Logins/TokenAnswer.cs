using System.Text.Json.Serialization;

namespace Rockdove.Prober;

/// <summary>The answer of a token endpoint (RFC 6749 sections 5.1 and 5.2).</summary>
internal sealed record TokenAnswer
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("expires_in")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public double? ExpiresIn { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("error_description")]
    public string? ErrorDescription { get; init; }
}

[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class OAuthJson : JsonSerializerContext;
