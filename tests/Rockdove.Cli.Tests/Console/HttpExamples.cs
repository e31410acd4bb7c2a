using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Rockdove.Cli.Tests;

/// <summary>The examples of a page about HTTP: each command, and the answer that stands below it.</summary>
internal static class HttpExamples
{
    /// <summary>Blocks of one line of curl, each with a block of JSON after it.</summary>
    /// <param name="page">A file of docs.</param>
    /// <param name="server">What the page calls the server: <c>http://127.0.0.1:8026</c>.</param>
    public static async Task<IReadOnlyList<HttpExample>> ReadAsync(string page, string server)
    {
        var text = await File.ReadAllTextAsync(Find(page), RockdoveProcess.Patience);
        return
        [
            .. Regex.Matches(text, "```sh\ncurl (.*)\n```\n\n```json\n((?:(?!```).*\n)+)```").Select(example =>
            {
                var (method, path, body) = ReadCommand(example.Groups[1].Value, server);
                return new HttpExample(method, path, body, JsonNode.Parse(example.Groups[2].Value));
            }),
        ];
    }

    /// <summary>The same, but for what stands as a star in the example.</summary>
    public static void Compare(JsonNode? expected, JsonNode? actual, string where)
    {
        switch (expected)
        {
            case JsonValue value when value.TryGetValue<string>(out var text) && text == "*":
                Assert.NotNull(actual);
                break;
            case JsonObject shape:
                Assert.Equal(shape.Select(one => one.Key).Order(), actual!.AsObject().Select(one => one.Key).Order());
                foreach (var (name, inner) in shape)
                    Compare(inner, actual![name], $"{where} {name}");
                break;
            case JsonArray list:
                Assert.Equal(list.Count, actual!.AsArray().Count);
                for (var i = 0; i < list.Count; i++)
                    Compare(list[i], actual![i], $"{where} [{i}]");
                break;
            default:
                Assert.True(JsonNode.DeepEquals(expected, actual), $"{where}: {expected} is {actual}");
                break;
        }
    }

    /// <summary>As much of curl as the pages need.</summary>
    private static (HttpMethod Method, string Path, string? Body) ReadCommand(string command, string server)
    {
        var method = Regex.Match(command, "-X (\\w+)") is { Success: true } given
            ? new HttpMethod(given.Groups[1].Value)
            : HttpMethod.Get;
        var body = Regex.Match(command, "--data-binary '([^']*)'") is { Success: true } data
            ? data.Groups[1].Value.Replace("\\n", "\n", StringComparison.Ordinal)
            : null;
        return (method, Regex.Match(command, $"{Regex.Escape(server)}(/[^' ]*)").Groups[1].Value, body);
    }

    private static string Find(string page)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Rockdove.slnx")))
                return Path.Combine(folder, "docs", page);
        }

        throw new InvalidOperationException($"No Rockdove.slnx in {AppContext.BaseDirectory} or above it.");
    }
}

/// <summary>A command, and the answer that it gives.</summary>
internal sealed record HttpExample(HttpMethod Method, string Path, string? Body, JsonNode? Answer);
