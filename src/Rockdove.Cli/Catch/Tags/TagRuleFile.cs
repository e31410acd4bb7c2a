using System.Text.Json;
using System.Text.Json.Serialization;
using Rockdove.Catcher;

namespace Rockdove.Cli;

/// <summary>
/// Rules out of a file: what Mailpit's <c>--tags-config</c> has in YAML, in JSON, which is YAML as well: such a file is
/// read by both.
/// </summary>
internal static class TagRuleFile
{
    /// <exception cref="UsageException">It cannot be read, or says what makes no sense.</exception>
    public static IReadOnlyList<CaughtTagRule> Read(string option, string file)
    {
        TagRuleEntries? entries;
        try
        {
            var info = new FileInfo(file);
            if (info.Exists && info.Length > FileBytes)
                throw new UsageException($"{option} {file} has {info.Length} octets; allowed are {FileBytes}");
            var octets = File.ReadAllBytes(file);
            if (!octets.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("{"u8))
            {
                throw new UsageException(
                    $"{option} {file} is no JSON; YAML is not read here, and JSON is read by Mailpit too: "
                    + """{"filters":[{"match":"subject:invoice","tags":"paid"}]}""");
            }

            entries = JsonSerializer.Deserialize(octets, TagRuleFileJson.Default.TagRuleEntries);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException($"{option} {file}: {unreadable.Message}");
        }

        if (entries?.Filters is not { } filters)
            throw new UsageException($"{option} {file} has no filters");
        return [.. filters.Select((entry, at) => TagRuleText.Rule(
            $"{option} {file}: number {at + 1}", entry?.Tags ?? "", entry?.Match ?? ""))];
    }

    private const int FileBytes = 1024 * 1024;
}

/// <summary>The file.</summary>
internal sealed record TagRuleEntries(IReadOnlyList<TagRuleEntry?>? Filters);

/// <summary>One rule of the file.</summary>
/// <param name="Match">What is searched for.</param>
/// <param name="Tags">With commas between.</param>
internal sealed record TagRuleEntry(string? Match, string? Tags);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(TagRuleEntries))]
internal sealed partial class TagRuleFileJson : JsonSerializerContext;
