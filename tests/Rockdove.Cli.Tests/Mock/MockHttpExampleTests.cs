using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Rockdove.Cli.Tests;

/// <summary>Runs the examples of docs/mock-http.md: each command, and the answer that stands below it.</summary>
public class MockHttpExampleTests
{
    [Fact]
    public async Task Each_example_gives_the_answer_below_it()
    {
        await using var mock = await RunningMock.StartAsync();
        var reply = await mock.SendAsync(
            "app@example.org", "ann@example.org", "Subject: Welcome\r\n\r\nHello\r\n", "SIZE=27", "");
        Assert.StartsWith("250 ", reply, StringComparison.Ordinal);

        var examples = Regex.Matches(
            await File.ReadAllTextAsync(FindPage(), RockdoveProcess.Patience),
            "```sh\ncurl (.*)\n```\n\n```json\n(.*)\n```");

        Assert.Equal(8, examples.Count);
        foreach (Match example in examples)
        {
            var (method, path, body) = ReadCommand(example.Groups[1].Value);
            var (_, answer) = await mock.AskAsync(method, path, body);
            Compare(JsonNode.Parse(example.Groups[2].Value), JsonNode.Parse(answer.GetRawText()), path);
        }
    }

    /// <summary>As much of curl as the page needs.</summary>
    private static (HttpMethod Method, string Path, string? Body) ReadCommand(string command)
    {
        var method = Regex.Match(command, "-X (\\w+)") is { Success: true } given
            ? new HttpMethod(given.Groups[1].Value)
            : HttpMethod.Get;
        var body = Regex.Match(command, "--data-binary '([^']*)'") is { Success: true } data
            ? data.Groups[1].Value.Replace("\\n", "\n", StringComparison.Ordinal)
            : null;
        return (method, Regex.Match(command, "http://127.0.0.1:8026(/[^' ]*)").Groups[1].Value, body);
    }

    /// <summary>The same, but for what stands as a star in the example.</summary>
    private static void Compare(JsonNode? expected, JsonNode? actual, string where)
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

    private static string FindPage()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Rockdove.slnx")))
                return Path.Combine(folder, "docs/mock-http.md");
        }

        throw new InvalidOperationException($"No Rockdove.slnx in {AppContext.BaseDirectory} or above it.");
    }
}
