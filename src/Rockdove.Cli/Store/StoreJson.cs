using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Rockdove.Cli;

internal sealed record DamageJson(string File, long? Offset, string? Message, string What);

internal sealed record CheckJson(
    bool Sound,
    IReadOnlyList<DamageJson> Damage,
    long Bodies,
    long Bytes,
    long RubbishBytes,
    IReadOnlyList<string> UnusedSegments,
    IReadOnlyList<string> OtherFiles,
    long Quarantined,
    long Released);

internal sealed record MailboxJson(
    string Owner, string Name, long Messages, long Unseen, long Deleted, long Bytes, uint UidValidity, uint UidNext);

internal sealed record StatsJson(
    long Messages,
    long BodyBytes,
    long LargestBytes,
    DateTimeOffset? Oldest,
    DateTimeOffset? Newest,
    long Blobs,
    long Damaged,
    long Segments,
    long SegmentBytes,
    long ReclaimableBytes,
    long DatabaseBytes,
    string Sqlite,
    IReadOnlyList<MailboxJson> Mailboxes);

internal sealed record CompactJson(
    long Segments, long MovedBodies, long MovedBytes, long ReclaimedBytes, long KeptSegments);

internal sealed record CopyJson(
    string Target,
    long Messages,
    long Bytes,
    IReadOnlyList<string> OtherFiles,
    IReadOnlyList<string> LeftOut,
    IReadOnlyList<DamageJson> Damage);

internal sealed record TransferJson(
    long Mailboxes, long Messages, long Bytes, IReadOnlyList<ProblemJson> Problems);

internal sealed record ProblemJson(string Where, string What);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CheckJson))]
[JsonSerializable(typeof(StatsJson))]
[JsonSerializable(typeof(CompactJson))]
[JsonSerializable(typeof(CopyJson))]
[JsonSerializable(typeof(TransferJson))]
internal sealed partial class StoreJsonContext : JsonSerializerContext
{
    public static void Print<T>(T value, JsonTypeInfo<T> type) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(value, type));
}
