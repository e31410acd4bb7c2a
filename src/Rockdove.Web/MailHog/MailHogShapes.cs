using System.Text.Json.Serialization;

namespace Rockdove.Web;

// What MailHog's clients are shown, in its names.

internal sealed record HogMessageShape
{
    public required string ID { get; init; }

    public required HogPathShape From { get; init; }

    public required IReadOnlyList<HogPathShape> To { get; init; }

    public required HogContentShape Content { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>The parts of a multipart, else null.</summary>
    public required HogMimeShape? MIME { get; init; }

    public required HogRawShape Raw { get; init; }
}

/// <summary>An address of the envelope. Without relays or parameters: an envelope has none here.</summary>
internal sealed record HogPathShape(IReadOnlyList<string>? Relays, string Mailbox, string Domain, string Params);

/// <summary>A message, or a part of one, as it travels: nothing in it is decoded.</summary>
internal sealed record HogContentShape
{
    public required IReadOnlyDictionary<string, List<string>> Headers { get; init; }

    public required string Body { get; init; }

    /// <summary>Octets, header and body.</summary>
    public required int Size { get; init; }

    /// <summary>The parts of a part that is a multipart; of the message they stand beside this.</summary>
    public required HogMimeShape? MIME { get; init; }
}

internal sealed record HogMimeShape(IReadOnlyList<HogContentShape> Parts);

/// <summary>What SMTP said, and what came.</summary>
internal sealed record HogRawShape(string From, IReadOnlyList<string> To, string Data, string Helo);

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(HogMessageShape))]
[JsonSerializable(typeof(HogReleaseShape))]
[JsonSerializable(typeof(Dictionary<string, HogServerShape>))]
internal sealed partial class MailHogJson : JsonSerializerContext;
