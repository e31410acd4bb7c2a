using System.Text.Json.Nodes;

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

        var examples = await HttpExamples.ReadAsync("mock-http.md", "http://127.0.0.1:8026");
        Assert.Equal(8, examples.Count);
        foreach (var (method, path, body, expected) in examples)
        {
            var (_, answer) = await mock.AskAsync(method, path, body);
            HttpExamples.Compare(expected, JsonNode.Parse(answer.GetRawText()), path);
        }
    }
}
