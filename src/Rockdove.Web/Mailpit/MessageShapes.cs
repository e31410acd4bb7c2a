using System.Text.Json.Serialization;

namespace Rockdove.Web;

// The JSON that Mailpit's clients read: its names, its order, empty text and empty lists in place of null.

internal sealed record AddressShape(string Name, string Address);

internal sealed record MessageListShape
{
    [JsonPropertyName("total")]
    public required long Total { get; init; }

    [JsonPropertyName("unread")]
    public required long Unread { get; init; }

    /// <summary>Messages on this page.</summary>
    [JsonPropertyName("count")]
    public required long Count { get; init; }

    [JsonPropertyName("messages_count")]
    public required long MessagesCount { get; init; }

    [JsonPropertyName("messages_unread")]
    public required long MessagesUnread { get; init; }

    [JsonPropertyName("start")]
    public required long Start { get; init; }

    [JsonPropertyName("tags")]
    public IReadOnlyList<string> Tags { get; init; } = [];

    [JsonPropertyName("messages")]
    public required IReadOnlyList<MessageSummaryShape> Messages { get; init; }
}

internal sealed record MessageSummaryShape
{
    public required string ID { get; init; }

    public required string MessageID { get; init; }

    public required bool Read { get; init; }

    public required AddressShape From { get; init; }

    public required IReadOnlyList<AddressShape> To { get; init; }

    public required IReadOnlyList<AddressShape> Cc { get; init; }

    public required IReadOnlyList<AddressShape> Bcc { get; init; }

    public required IReadOnlyList<AddressShape> ReplyTo { get; init; }

    public required string Subject { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required string Username { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public required long Size { get; init; }

    public required int Attachments { get; init; }

    public required string Snippet { get; init; }
}

internal sealed record MessageShape
{
    public required string ID { get; init; }

    public required string MessageID { get; init; }

    public required AddressShape From { get; init; }

    public required IReadOnlyList<AddressShape> To { get; init; }

    public required IReadOnlyList<AddressShape> Cc { get; init; }

    public required IReadOnlyList<AddressShape> Bcc { get; init; }

    public required IReadOnlyList<AddressShape> ReplyTo { get; init; }

    public required string ReturnPath { get; init; }

    public required string Subject { get; init; }

    public required ListUnsubscribeShape ListUnsubscribe { get; init; }

    public required DateTimeOffset Date { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public required string Username { get; init; }

    public required string Text { get; init; }

    public required string HTML { get; init; }

    public required long Size { get; init; }

    public required IReadOnlyList<PartShape> Inline { get; init; }

    public required IReadOnlyList<PartShape> Attachments { get; init; }
}

internal sealed record ListUnsubscribeShape(
    string Header, IReadOnlyList<string> Links, string Errors, string HeaderPost);

internal sealed record PartShape
{
    public required string PartID { get; init; }

    public required string FileName { get; init; }

    public required string ContentType { get; init; }

    public required string ContentID { get; init; }

    public required long Size { get; init; }

    public required ChecksumsShape Checksums { get; init; }
}

internal sealed record ChecksumsShape(string MD5, string SHA1, string SHA256);

/// <summary>Not Mailpit's: what SMTP said about a message, which no header tells.</summary>
internal sealed record EnvelopeShape
{
    public required DateTimeOffset ReceivedAt { get; init; }

    public required string ReversePath { get; init; }

    public required IReadOnlyList<string> ForwardPaths { get; init; }

    public required string? Helo { get; init; }

    public required string? ClientAddress { get; init; }

    public required string? Tls { get; init; }

    public required string? Identity { get; init; }
}
