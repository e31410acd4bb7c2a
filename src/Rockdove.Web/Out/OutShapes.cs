using System.Text.Json.Serialization;
using Rockdove.Outbox;

namespace Rockdove.Web;

// The JSON of what goes out, in our own API.

/// <summary>Who shall get a message.</summary>
internal sealed record ReleaseShape
{
    /// <summary>Those of its envelope if left out.</summary>
    public IReadOnlyList<string>? To { get; init; }

    /// <summary>The name of a route; the first if left out.</summary>
    public string? Route { get; init; }
}

internal sealed record OutboxItemShape
{
    public required string Id { get; init; }

    /// <summary><c>mail</c> or <c>webhook</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The name of the route or of the webhook.</summary>
    public required string Place { get; init; }

    /// <summary><c>waiting</c>, <c>delivered</c>, <c>partlyDelivered</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    public required bool IsUnderWay { get; init; }

    public required string? MessageId { get; init; }

    public required string? Subject { get; init; }

    public required string ReversePath { get; init; }

    public required long Size { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset? NextAttemptAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    public required IReadOnlyList<OutboxRecipientShape> Recipients { get; init; }

    public static OutboxItemShape Of(OutboxItem item) => new()
    {
        Id = $"{item.Id}",
        Kind = NameOf(item.Kind),
        Place = item.Place,
        State = NameOf(item.State),
        IsUnderWay = item.IsUnderWay,
        MessageId = item.About,
        Subject = item.Subject,
        ReversePath = item.ReversePath,
        Size = item.Bytes,
        QueuedAt = item.QueuedAt,
        ExpiresAt = item.ExpiresAt,
        Attempts = item.Attempts,
        NextAttemptAt = item.NextAttemptAt,
        EndedAt = item.EndedAt,
        Recipients =
        [
            .. item.Recipients.Select(one => new OutboxRecipientShape(
                one.Address, NameOf(one.Outcome), one.Answer, one.AnsweredAt)),
        ],
    };

    public static string NameOf(OutboxKind kind) => kind == OutboxKind.Mail ? "mail" : "webhook";

    public static string NameOf(OutboxState state) => state switch
    {
        OutboxState.Waiting => "waiting",
        OutboxState.Delivered => "delivered",
        OutboxState.PartlyDelivered => "partlyDelivered",
        _ => "failed",
    };

    private static string NameOf(OutboxOutcome outcome) => outcome switch
    {
        OutboxOutcome.Waiting => "waiting",
        OutboxOutcome.Delivered => "delivered",
        _ => "failed",
    };
}

/// <summary>One recipient, and what was said of it last.</summary>
internal sealed record OutboxRecipientShape(
    string Address, string State, string? Answer, DateTimeOffset? AnsweredAt);

internal sealed record OutboxListShape(long Total, long Start, IReadOnlyList<OutboxItemShape> Items);

/// <summary>A webhook without its secrets.</summary>
internal sealed record WebhookShape
{
    public required string Name { get; init; }

    /// <summary>Scheme, host and port: the rest of the address may be a secret.</summary>
    public required string Place { get; init; }

    public required string? Query { get; init; }

    public required string? Inbox { get; init; }

    /// <summary><c>summary</c>, <c>message</c>, <c>raw</c> or <c>mailpit</c>.</summary>
    public required string Body { get; init; }

    public required bool IsSigned { get; init; }
}

/// <summary>The webhooks, and how many messages were gone before anybody was told of them.</summary>
internal sealed record WebhookListShape(int Total, IReadOnlyList<WebhookShape> Webhooks, long Missed);

/// <summary>What a webhook is told in our own shape.</summary>
internal sealed record WebhookNoticeShape
{
    /// <summary><c>message</c>: one was caught.</summary>
    public required string Event { get; init; }

    public required string Webhook { get; init; }

    public MailSummaryShape? Summary { get; init; }

    public MailMessageShape? Message { get; init; }

    /// <summary>The octets of the message, in base64.</summary>
    public byte[]? Raw { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ReleaseShape))]
[JsonSerializable(typeof(OutboxItemShape))]
[JsonSerializable(typeof(OutboxListShape))]
[JsonSerializable(typeof(WebhookListShape))]
internal sealed partial class OutJson : JsonSerializerContext;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebhookNoticeShape))]
internal sealed partial class WebhookJson : JsonSerializerContext;
