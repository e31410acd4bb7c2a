using System.Text.Json.Serialization;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>A line of <c>index.jsonl</c>: a message, or a mailbox if it names no file.</summary>
internal sealed record EmlIndexLine
{
    public required string Owner { get; init; }

    public required string Mailbox { get; init; }

    /// <summary>Below the folder of the index, with slashes.</summary>
    public string? File { get; init; }

    public uint? Uid { get; init; }

    /// <summary>System flags with a backslash, then keywords.</summary>
    public IReadOnlyList<string>? Flags { get; init; }

    public DateTimeOffset? Date { get; init; }

    /// <summary>Octets, so that a file cut short is found.</summary>
    public long? Bytes { get; init; }

    public EmlEnvelope? Envelope { get; init; }
}

/// <summary>A <see cref="DeliveryEnvelope"/> in JSON.</summary>
internal sealed record EmlEnvelope
{
    public required DateTimeOffset ReceivedAt { get; init; }

    public required string ReversePath { get; init; }

    public required IReadOnlyList<string> ForwardPaths { get; init; }

    public string? Helo { get; init; }

    public string? ClientAddress { get; init; }

    public string? Tls { get; init; }

    public string? Identity { get; init; }

    public static EmlEnvelope Of(DeliveryEnvelope envelope) => new()
    {
        ReceivedAt = envelope.ReceivedAt,
        ReversePath = envelope.ReversePath,
        ForwardPaths = envelope.ForwardPaths,
        Helo = envelope.Helo,
        ClientAddress = envelope.ClientAddress,
        Tls = envelope.Tls,
        Identity = envelope.Identity,
    };

    public DeliveryEnvelope ToDelivery() => new()
    {
        ReceivedAt = ReceivedAt,
        ReversePath = ReversePath,
        ForwardPaths = ForwardPaths,
        Helo = Helo,
        ClientAddress = ClientAddress,
        Tls = Tls,
        Identity = Identity,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EmlIndexLine))]
internal sealed partial class EmlJsonContext : JsonSerializerContext;
