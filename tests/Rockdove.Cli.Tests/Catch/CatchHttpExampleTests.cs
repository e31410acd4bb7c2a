using System.Text;
using System.Text.Json.Nodes;

namespace Rockdove.Cli.Tests;

/// <summary>Runs the examples of docs/catch-api.md: each command, and the answer that stands below it.</summary>
public class CatchHttpExampleTests
{
    [Fact]
    public async Task Each_example_gives_the_answer_below_it()
    {
        using var catcher = new CatchProcess("--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0");
        var smtp = await catcher.ReadAddressAsync("smtp");
        using var http = new HttpClient { BaseAddress = new Uri($"http://{await catcher.ReadAddressAsync("http")}") };
        var examples = await HttpExamples.ReadAsync("catch-api.md", "http://127.0.0.1:8025");
        Assert.Equal(11, examples.Count);
        foreach (var (method, path, body, expected) in examples)
        {
            using var request = new HttpRequestMessage(method, path);
            if (body is not null)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await http.SendAsync(request, RockdoveProcess.Patience);
            var text = await answer.Content.ReadAsStringAsync(RockdoveProcess.Patience);
            HttpExamples.Compare(expected, JsonNode.Parse(text), path);
            if (body?.Contains("\"checkout\"", StringComparison.Ordinal) == true)
                await SendAsync($"{smtp}");
        }
    }

    /// <summary>The mail of the examples, by the command that stands among them.</summary>
    private static async Task SendAsync(string server)
    {
        using var send = new RockdoveProcess(
            "send",
            [
                "--server", server, "--from", "app@example.org", "--to", "ann+checkout@example.org",
                "--subject", "Your order", "--body", "Your code is 481 516. See https://example.org/orders/7.",
            ]);
        var (code, _, errors) = await send.EndAsync();
        Assert.True(code == 0, errors);
    }
}
