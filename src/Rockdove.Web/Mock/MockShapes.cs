using System.Text.Json.Serialization;

namespace Rockdove.Web;

// The JSON of a mock's API: camelCase names, nulls written, so that a reader need not guess what is missing.

/// <summary>One line of a list.</summary>
internal record MockSummaryShape
{
    public required int Number { get; init; }

    public required int Session { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string ReversePath { get; init; }

    public required IReadOnlyList<string> ForwardPaths { get; init; }

    public required string? Subject { get; init; }

    public required int Size { get; init; }
}

internal sealed record MockMessageShape : MockSummaryShape
{
    public required IReadOnlyDictionary<string, string> SenderParameters { get; init; }

    /// <summary>In the order of <see cref="MockSummaryShape.ForwardPaths"/>.</summary>
    public required IReadOnlyList<IReadOnlyDictionary<string, string>> RecipientParameters { get; init; }

    public required string? Hello { get; init; }

    public required string? Client { get; init; }

    public required string? Tls { get; init; }

    public required string? Identity { get; init; }

    public required string? Mechanism { get; init; }

    /// <summary>The message read as UTF-8.</summary>
    public required string Text { get; init; }

    /// <summary>Its octets, base64.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }
}

internal sealed record MockListShape(int Total, IReadOnlyList<MockSummaryShape> Messages);

internal sealed record MockTakenShape(int Total, IReadOnlyList<MockMessageShape> Messages);

internal sealed record MockPurgedShape(int Purged);

internal sealed record MockSessionShape
{
    public required int Number { get; init; }

    public required string? Client { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required bool HasEnded { get; init; }

    /// <summary>The numbers of its messages.</summary>
    public required IReadOnlyList<int> Messages { get; init; }

    /// <summary>Where the client left the conversation that was to be repeated.</summary>
    public required string? Mismatch { get; init; }

    /// <summary>What was said, in the language of transcripts.</summary>
    public required string Transcript { get; init; }
}

internal sealed record MockSessionListShape(int Total, IReadOnlyList<MockSessionShape> Sessions);

internal sealed record MockScriptShape(int Rules);

/// <summary>A refusal (RFC 9457).</summary>
internal sealed record ProblemShape
{
    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Detail { get; init; }

    /// <summary>One line for each fault of a script: where, what, what to do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Errors { get; init; }

    /// <summary>What came while something else was waited for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MockSummaryShape>? Arrived { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MockListShape))]
[JsonSerializable(typeof(MockMessageShape))]
[JsonSerializable(typeof(MockTakenShape))]
[JsonSerializable(typeof(MockPurgedShape))]
[JsonSerializable(typeof(MockSessionShape))]
[JsonSerializable(typeof(MockSessionListShape))]
[JsonSerializable(typeof(MockScriptShape))]
[JsonSerializable(typeof(ProblemShape))]
internal sealed partial class MockJson : JsonSerializerContext;
