using System.Text.Json.Serialization;

namespace Rockdove.Prober;

/// <summary>What is known of an alert, as its row and its notices have it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AlertDetail))]
[JsonSerializable(typeof(AlertNotice))]
internal sealed partial class AlertJsonContext : JsonSerializerContext;
