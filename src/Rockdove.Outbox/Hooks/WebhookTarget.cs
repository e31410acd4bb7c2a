using Rockdove.Wire;

namespace Rockdove.Outbox;

/// <summary>Where a webhook posts, and what proves that it is ours.</summary>
public sealed record WebhookTarget
{
    /// <summary>By which people and the queue know it.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Absolute, http or https. It may hold a secret, so that no more than <see cref="Place"/> is shown.
    /// </summary>
    public required Uri Url { get; init; }

    /// <summary>The key of the signature; null: nothing is signed.</summary>
    public Secret? SigningKey { get; init; }

    /// <summary>The value of the field Authorization; null for none.</summary>
    public Secret? Authorization { get; init; }

    /// <summary>Scheme, host and port.</summary>
    public string Place => $"{Url.Scheme}://{Url.Authority}";
}
