using System.Text.Json;
using System.Text.Json.Serialization;
using Rockdove.Catcher;
using Rockdove.Outbox;
using Rockdove.Web;
using Rockdove.Wire;

namespace Rockdove.Cli;

/// <summary>Webhooks out of a JSON file: a list of objects.</summary>
internal static class WebhookFile
{
    /// <exception cref="UsageException">It cannot be read, or says what makes no sense.</exception>
    public static IReadOnlyList<CatcherWebhook> Read(string file)
    {
        List<WebhookEntry>? entries;
        byte[] json = [];
        try
        {
            var info = new FileInfo(file);
            if (info.Exists && info.Length > FileBytes)
                throw new UsageException($"--webhooks {file} has {info.Length} octets; allowed are {FileBytes}");
            json = File.ReadAllBytes(file);
            entries = JsonSerializer.Deserialize(json, WebhookFileJson.Default.ListWebhookEntry);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--webhooks {file}: {unreadable.Message}");
        }
        catch (JsonException wrong)
        {
            throw new UsageException($"--webhooks {file}: "
                + JsonMistake.Describe(json, WebhookFileJson.Default.ListWebhookEntry, wrong));
        }

        if (entries is null || entries.Contains(null!))
            throw new UsageException($"--webhooks {file}: allowed is a list of objects");
        return [.. entries.Select((entry, at) => Hook($"--webhooks {file}: number {at + 1}", entry))];
    }

    /// <summary>One that has a URL and nothing else.</summary>
    /// <exception cref="UsageException">The URL cannot be one; it is not shown, as it may hold a secret.</exception>
    public static CatcherWebhook Of(string option, string name, string url, WebhookBody body, Secret? key) => new()
    {
        Target = new WebhookTarget { Name = name, Url = ReadUrl(option, url), SigningKey = key },
        Body = body,
    };

    private static CatcherWebhook Hook(string where, WebhookEntry entry)
    {
        if (entry.Name is not { Length: > 0 and <= LongestName } name || name.Any(char.IsControl))
            throw new UsageException($"{where} has no name of 1 to {LongestName} characters");
        where = $"{where} ({name})";
        return new CatcherWebhook
        {
            Target = new WebhookTarget
            {
                Name = name,
                Url = ReadUrl(where, entry.Url ?? ""),
                SigningKey = Secret($"{where}: secret", entry.SecretFile, entry.SecretEnv),
                Authorization = Secret(
                    $"{where}: authorization", entry.AuthorizationFile, entry.AuthorizationEnv),
            },
            Query = entry.Query,
            Inbox = entry.Inbox?.ToLowerInvariant(),
            Body = entry.Body switch
            {
                null or "summary" => WebhookBody.Summary,
                "message" => WebhookBody.Message,
                "raw" => WebhookBody.Raw,
                "mailpit" => WebhookBody.Mailpit,
                _ => throw new UsageException(
                    $"{where}: body '{entry.Body}': allowed are summary, message, raw and mailpit"),
            },
        };
    }

    private static Secret? Secret(string where, string? file, string? variable) => (file, variable) switch
    {
        (null, null) => null,
        (not null, not null) => throw new UsageException($"{where} comes from a file or a variable, not both"),
        _ => SecretText.Read(where, file, variable),
    };

    private static Uri ReadUrl(string where, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url.UserInfo.Length == 0
            ? url
            : throw new UsageException(
                $"{where} has a URL that is not allowed; allowed is http://HOST/… or https://HOST/… without a user");

    private const int FileBytes = 1024 * 1024;

    private const int LongestName = 50;
}

/// <summary>One webhook of the file.</summary>
internal sealed record WebhookEntry
{
    public string? Name { get; init; }

    public string? Url { get; init; }

    public string? Query { get; init; }

    public string? Inbox { get; init; }

    public string? Body { get; init; }

    public string? SecretFile { get; init; }

    public string? SecretEnv { get; init; }

    public string? AuthorizationFile { get; init; }

    public string? AuthorizationEnv { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(List<WebhookEntry>))]
internal sealed partial class WebhookFileJson : JsonSerializerContext;
