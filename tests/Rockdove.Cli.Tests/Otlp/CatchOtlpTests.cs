using System.Net;

namespace Rockdove.Cli.Tests;

/// <summary>What <c>rockdove catch</c> and <c>rockdove serve</c> push.</summary>
public sealed class CatchOtlpTests
{
    [Fact]
    public async Task What_was_caught_is_pushed_at_the_end_with_the_names_of_the_environment()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var catcher = new RockdoveProcess(
            "catch", [.. Anywhere, "--otlp", receiver.Address],
            ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20x"),
            ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=test"));
        var smtp = await catcher.ReadAddressAsync("smtp");
        var http = await catcher.ReadAddressAsync("http");
        await catcher.ReadLineAsync();
        Assert.Equal(
            $"metrics to {receiver.Address}/v1/metrics, traces to {receiver.Address}/v1/traces",
            await catcher.ReadLineAsync());
        await SendAsync(smtp, "Hello");
        await SendAsync(smtp, "Hello again");
        using (var client = new HttpClient { BaseAddress = new Uri($"http://{http}") })
            await client.GetStringAsync("/api/v1/message/latest/raw?secret=hunter2", RockdoveProcess.Patience);
        await catcher.SignalAsync("TERM");
        var (code, _, errors) = await catcher.EndAsync();

        Assert.Equal((0, ""), (code, errors));
        var requests = receiver.TakeAll();
        Assert.All(requests, one => Assert.Equal("Bearer x", one.Headers.Authorization));
        Assert.All(requests, one => Assert.Equal("application/x-protobuf", one.Headers.ContentType));
        var metrics = Assert.Single(requests, one => one.Path == "/v1/metrics"); // Of a minute's interval: the last.
        Assert.Equal(2, metrics.Count("rockdove.smtp.messages", ("rockdove.smtp.outcome", "accepted")));
        Assert.Equal(2, metrics.Count("rockdove.smtp.sessions", ("server.port", $"{smtp.Port}")));
        Assert.Equal(2, metrics.Count("rockdove.smtp.commands", ("rockdove.smtp.command", "MAIL")));
        Assert.Equal(2, metrics.Count("rockdove.smtp.message.size"));
        Assert.InRange(metrics.Sum("rockdove.smtp.message.size"), 20, 2000);
        Assert.Equal("rockdove-catch", metrics.Resource["service.name"]);
        Assert.Equal("test", metrics.Resource["deployment.environment"]);
        Assert.Equal(36, metrics.Resource["service.instance.id"].Length);
        Assert.NotEmpty(metrics.Resource["service.version"]);

        var spans = requests.Where(one => one.Path == "/v1/traces").SelectMany(one => one.Spans).ToList();
        var transactions = spans.Where(one => one.Name == "SMTP transaction").ToList();
        Assert.Equal(2, transactions.Count);
        Assert.All(transactions, one => Assert.Equal(
            ("250", "1", false),
            (one.Tags["rockdove.smtp.reply.code"], one.Tags["rockdove.smtp.recipients"], one.HasFailed)));
        Assert.Contains(spans, one => one.Name == "SMTP session" && one.Id == transactions[0].Parent);
        var request = Assert.Single(spans, one => one.Source == "Microsoft.AspNetCore");
        Assert.Equal("GET /api/v1/message/{id}/raw", request.Name);
        Assert.Equal("200", request.Tags["http.response.status_code"]);
        Assert.Equal("GET", request.Tags["http.request.method"]);
        Assert.DoesNotContain(
            spans.SelectMany(one => one.Tags.Values), value => value.Contains("hunter2", StringComparison.Ordinal)
                || value.Contains("example.org", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_environment_asks_for_it_too_and_names_it()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var catcher = new RockdoveProcess(
            "catch", [.. Anywhere, "--json"], ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", $"{receiver.Address}/own/path"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "50"), ("OTEL_SERVICE_NAME", "shop-mail"));
        var told = $$$"""{"otlp":{"metrics":"{{{receiver.Address}}}/own/path"}}""";
        while (await catcher.ReadLineAsync() is var line && line != told)
            Assert.Contains("ing\":\"", line, StringComparison.Ordinal); // listening, keeping

        var request = await receiver.WaitAsync(_ => true);

        Assert.Equal("/own/path", request.Path);
        Assert.Equal("shop-mail", request.Resource["service.name"]);
    }

    [Fact]
    public async Task Nothing_connects_and_nothing_is_loaded_unless_it_is_asked_for()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var quiet = RockdoveProcess.OfBuilt("catch", Anywhere); // In the published file nothing has a name.
        using var disabled = RockdoveProcess.OfBuilt(
            "catch", [.. Anywhere, "--otlp", receiver.Address], ("OTEL_SDK_DISABLED", "true"));
        foreach (var catcher in (RockdoveProcess[])[quiet, disabled])
        {
            await SendAsync(await catcher.ReadAddressAsync("smtp"), "Hello");
            var maps = await File.ReadAllTextAsync($"/proc/{catcher.Id}/maps", RockdoveProcess.Patience);
            Assert.Contains("Rockdove.Web", maps, StringComparison.Ordinal); // It can be seen what is loaded.
            Assert.DoesNotContain("OpenTelemetry", maps, StringComparison.Ordinal);
            await catcher.SignalAsync("TERM");
            var (code, output, errors) = await catcher.EndAsync();
            Assert.Equal((0, ""), (code, errors));
            Assert.DoesNotContain("metrics", output, StringComparison.Ordinal);
        }

        Assert.Equal(0, receiver.Connections);
    }

    [Theory]
    [InlineData("--otlp is 'localhost:4318'; allowed is the address of a collector", "--otlp", "localhost:4318")]
    [InlineData("--otlp has a value that is not allowed", "--otlp", "http://ann:hunter2@a.test")]
    [InlineData("--otlp is given 2 times", "--otlp", "http://a.test", "--otlp", "http://b.test")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS has a value that is not allowed", "--otlp", "http://a.test")]
    public async Task What_makes_no_sense_is_told_before_anything_begins(string expected, params string[] arguments)
    {
        using var catcher = new RockdoveProcess(
            "catch", [.. Anywhere, .. arguments], ("OTEL_EXPORTER_OTLP_HEADERS", "Bearer hunter2"));
        var (code, output, errors) = await catcher.EndAsync();

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith($"rockdove: {expected}", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_tells_the_flag_and_nothing_of_the_environment()
    {
        using var help = new RockdoveProcess(
            "catch", ["--help"], ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://a.test"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "a=hunter2"));
        var (code, output, _) = await help.EndAsync();

        Assert.Equal(0, code);
        Assert.Contains("--otlp <URL>", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", output, StringComparison.Ordinal);
        Assert.DoesNotContain("a.test", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_server_pushes_where_its_configuration_says()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var folder = new ServeFolder(Pushing(receiver.Address));
        using var server = folder.Serve();
        await server.ReadAddressAsync("mx");
        await server.ReadAddressAsync("pop3");
        await server.ReadLineAsync();
        Assert.StartsWith("metrics to ", await server.ReadLineAsync(), StringComparison.Ordinal);
        await server.SignalAsync("TERM");

        Assert.Equal(0, (await server.EndAsync()).Code);
        var request = await receiver.WaitAsync(one => one.Path == "/v1/metrics");
        Assert.Equal("rockdove-serve", request.Resource["service.name"]);
    }

    [Theory]
    [InlineData("rockdove.json:2: Otlp is 'a.test'; allowed is ", "a.test", "http")]
    [InlineData("rockdove.json:2: Otlp has a value that is not allowed; ", "http://ann:hunter2@a.test", "http")]
    [InlineData("the environment: OTEL_EXPORTER_OTLP_PROTOCOL 'http' is not allowed; ", "http://a.test", "http")]
    public async Task A_mail_server_refuses_what_makes_no_sense(string expected, string address, string protocol)
    {
        using var folder = new ServeFolder(Pushing(address));
        using var server = new RockdoveProcess(
            "serve", ["--check", "--config", folder.Config], ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol));
        var (code, _, errors) = await server.EndAsync();

        Assert.Equal(2, code);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", errors, StringComparison.Ordinal);
    }

    private static string Pushing(string address) => ServeFolder.Small.Replace(
        "\"HostName\"", $"\"Otlp\": \"{address}\", \"HostName\"", StringComparison.Ordinal);

    private static async Task SendAsync(IPEndPoint smtp, string subject)
    {
        using var send = new RockdoveProcess(
            "send", ["--server", $"{smtp}", "--from", "a@example.org", "--to", "b@example.org", "--subject", subject]);
        var (code, _, errors) = await send.EndAsync();
        Assert.True(code == 0, errors);
    }

    private static readonly string[] Anywhere = ["--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0"];
}
