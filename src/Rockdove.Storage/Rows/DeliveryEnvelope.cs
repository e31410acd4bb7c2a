namespace Rockdove.Storage;

/// <summary>
/// What is known about how a message came and that its header does not say. Kept beside the message, shown, and
/// not interpreted: the texts are the transport's own.
/// </summary>
/// <remarks>It is not copied: whoever hands one over does not change its lists afterwards.</remarks>
public sealed record DeliveryEnvelope
{
    /// <summary>To a fraction of a second: two messages of one second must still sort.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Where failures would be reported to, without angle brackets; empty is the null reverse-path.</summary>
    public required string ReversePath { get; init; }

    /// <summary>In the order of the RCPT commands, without angle brackets.</summary>
    public required IReadOnlyList<string> ForwardPaths { get; init; }

    /// <summary>What the client called itself in HELO, EHLO or LHLO.</summary>
    public string? Helo { get; init; }

    /// <summary>The address, and perhaps the port, that the connection came from.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>Protocol and cipher, such as <c>TLSv1.3 TLS_AES_256_GCM_SHA384</c>; null if in clear.</summary>
    public string? Tls { get; init; }

    /// <summary>Who the client proved to be with AUTH.</summary>
    public string? Identity { get; init; }
}
