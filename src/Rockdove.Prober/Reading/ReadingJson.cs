using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Rockdove.Prober;

/// <summary>How each record of the read model is JSON: names in camelCase, no property that is null.</summary>
public static class ReadingJson
{
    /// <exception cref="ArgumentException">It is no record, and no list of records, of the read model.</exception>
    public static JsonTypeInfo<T> Of<T>() =>
        ReadingJsonContext.Default.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
            ?? throw new ArgumentException($"{typeof(T)} is not in the read model.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MatrixReport))]
[JsonSerializable(typeof(IReadOnlyList<AccountSummary>))]
[JsonSerializable(typeof(IReadOnlyList<PairSpan>))]
[JsonSerializable(typeof(IReadOnlyList<ProbeEntry>))]
[JsonSerializable(typeof(ProbeDetail))]
[JsonSerializable(typeof(IReadOnlyList<TranscriptEntry>))]
[JsonSerializable(typeof(IReadOnlyList<RunEntry>))]
[JsonSerializable(typeof(IReadOnlyList<CheckEntry>))]
[JsonSerializable(typeof(IReadOnlyList<CheckChange>))]
[JsonSerializable(typeof(IReadOnlyList<CertificateEntry>))]
[JsonSerializable(typeof(IReadOnlyList<ClockEntry>))]
[JsonSerializable(typeof(IReadOnlyList<AlertEntry>))]
[JsonSerializable(typeof(IReadOnlyList<NotificationEntry>))]
[JsonSerializable(typeof(AlertNotice))]
internal sealed partial class ReadingJsonContext : JsonSerializerContext;
