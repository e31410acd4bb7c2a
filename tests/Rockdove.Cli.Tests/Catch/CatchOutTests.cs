using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rockdove.Testing;

namespace Rockdove.Cli.Tests;

/// <summary>What leaves <c>rockdove catch</c>.</summary>
public sealed class CatchOutTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rockdove-out-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_queued_goes_out_after_a_kill()
    {
        using (var catcher = new CatchProcess(
            [
                .. Anywhere, "--data", _folder, "--route", "up=smtp://127.0.0.1:1", "--release-block", "example.com",
            ]))
        {
            var smtp = await catcher.ReadAddressAsync("smtp");
            var http = await catcher.ReadAddressAsync("http");
            await catcher.ReadLineAsync();
            Assert.Equal(
                "mail out by up (127.0.0.1:1), webhooks none, 0 waiting", await catcher.ReadLineAsync());
            await SendAsync($"{smtp}");
            await RunExamplesAsync($"http://{http}");
            await catcher.SignalAsync("KILL");
            Assert.Equal(137, (await catcher.EndAsync()).Code);
        }

        await using var server = await MailServer.StartAsync();
        using var again = new CatchProcess(
            [
                .. Anywhere, "--data", _folder, "--route", $"up=smtp://{server.Address}?security=none",
                "--release-block", "example.com", // Or the retry would send once more, to whom it was blocked before.
            ]);
        await again.ReadAddressAsync("smtp");
        var url = await again.ReadAddressAsync("http");
        await again.ReadLineAsync();
        Assert.EndsWith(", 1 waiting", await again.ReadLineAsync(), StringComparison.Ordinal);
        using var http2 = new HttpClient { BaseAddress = new Uri($"http://{url}") };
        using (await http2.PostAsync("/api/rockdove/v1/outbox/1/retry", null, RockdoveProcess.Patience))
        {
            while (server.Messages.IsEmpty) // A while at most: the queue tries it now.
                _ = await http2.GetFromJsonAsync<JsonElement>("/api/rockdove/v1/outbox/1", RockdoveProcess.Patience);
        }

        var text = Encoding.ASCII.GetString(server.Messages.Single());
        Assert.Contains("\r\nSubject: survivor\r\n\r\nBody\r\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("password", "--route", "up=smtp://ann:hunter2@x.test")]
    [InlineData("no name", "--route", "smtp://x.test")]
    [InlineData("no address", "--route", "up=http://x.test")]
    [InlineData("'colour'", "--route", "up=smtp://x.test?colour=red")]
    [InlineData("security 'ssl'", "--route", "up=smtp://x.test?security=ssl")]
    [InlineData("needs a password", "--route", "up=smtp://ann@x.test")]
    [InlineData("not set", "--route", "up=smtp://ann@x.test?password-env=ROCKDOVE_TEST_IS_NOT_SET")]
    [InlineData("no mechanism", "--route", "up=smtp://x.test?auth=magic")]
    [InlineData("same name", "--route", "up=smtp://x.test", "--route", "up=smtp://y.test")]
    [InlineData("without a route", "--release-all")]
    [InlineData("slashes", "--release-allow", "a b")]
    [InlineData("--release-matching", "--release-matching", "[")]
    [InlineData("not allowed", "--webhook", "ftp://x.test/")]
    [InlineData("not allowed", "--webhook-url", "x")]
    [InlineData("--webhooks", "--webhooks", "/nowhere/hooks.json")]
    public void What_makes_no_sense_is_told(string expected, params string[] arguments)
    {
        var refusal = Assert.Throws<UsageException>(() => Read(arguments));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_is_all_that_its_address_says()
    {
        var file = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(file, "hunter2\n", RockdoveProcess.Patience);
        var routes = Read(
            "--route", "a=smtp://x.test", "--route", "b=smtps://x.test", "--route",
            "c=smtp://ann%40x.test@[::1]:587?security=starttls&auth=plain,login&reverse-path=b@x.test&password-file="
            + file)
            .Routes;
        Assert.Equal([25, 465, 587], routes.Select(route => route.Port));
        Assert.Equal("StartTlsIfOffered Tls StartTls", string.Join(' ', routes.Select(route => route.Security)));
        Assert.Equal(("::1", "ann@x.test", "hunter2", "b@x.test"), (
            routes[2].Host, routes[2].Login!.UserName, routes[2].Login!.Password!.RevealText(), routes[2].ReversePath));
        Assert.Equal(["PLAIN", "LOGIN"], routes[2].Mechanisms!);
    }

    [Fact]
    public async Task A_file_has_webhooks_with_all_that_they_may_have()
    {
        var key = Path.Combine(_folder, "key");
        await File.WriteAllTextAsync(key, "hunter2\n", RockdoveProcess.Patience);
        var hooks = (await ReadHooksAsync($$"""
            [
              {"name": "ci", "url": "https://x.test/in", "query": "subject:order", "inbox": "Checkout",
               "body": "message", "secretFile": "{{key}}"}, // A comment.
              {"name": "all", "url": "http://x.test"},
            ]
            """)).Webhooks;
        Assert.Equal(["ci", "all"], hooks.Select(hook => hook.Target.Name));
        Assert.Equal(("subject:order", "checkout", "hunter2"), (
            hooks[0].Query, hooks[0].Inbox, hooks[0].Target.SigningKey!.RevealText()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("""[{"url":"http://x.test"}]""")]
    [InlineData("""[{"name":"a"}]""")]
    [InlineData("""[{"name":"a","url":"http://u:hunter2@x.test"}]""")]
    [InlineData("""[{"name":"a","url":"http://x.test","secret":"hunter2"}]""")]
    [InlineData("""[{"name":"a","url":"http://x.test","body":"all"}]""")]
    [InlineData("""[{"name":"a","url":"http://x.test","query":"before:nonsense"}]""")]
    [InlineData("""[{"name":"a","url":"http://x.test","secretFile":"x","secretEnv":"y"}]""")]
    [InlineData("""[{"name":"a","url":"http://x.test"},{"name":"a","url":"http://x.test"}]""")]
    public async Task What_makes_no_sense_in_the_file_is_told(string json)
    {
        var refusal = await Assert.ThrowsAsync<UsageException>(() => ReadHooksAsync(json));
        Assert.DoesNotContain("hunter2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_property_that_a_webhook_cannot_have_is_told_in_words()
    {
        var refusal = await Assert.ThrowsAsync<UsageException>(
            () => ReadHooksAsync("""[{"name":"a","url":"http://x.test"}, {"nam":"b"}] // A comment."""));

        Assert.Contains(
            "there is no property '[1].nam'; allowed are: name, url, query,", refusal.Message,
            StringComparison.Ordinal);
    }

    /// <summary>Those of docs/mail-out.md: they queue the message.</summary>
    private static async Task RunExamplesAsync(string url)
    {
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        var (method, path, body, expected) = Assert.Single(
            await HttpExamples.ReadAsync("mail-out.md", "http://127.0.0.1:8025"));
        using var request = new HttpRequestMessage(method, path)
        {
            Content = new StringContent(body!, Encoding.UTF8, "application/json"),
        };
        using var answer = await client.SendAsync(request, RockdoveProcess.Patience);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        HttpExamples.Compare(
            expected, JsonNode.Parse(await answer.Content.ReadAsStringAsync(RockdoveProcess.Patience)), path);
    }

    /// <summary>As a program would that knows sendmail.</summary>
    private static async Task SendAsync(string server)
    {
        var start = new ProcessStartInfo(RockdoveProgram.Path, ["sendmail", "-t", "-fapp@example.org", "-S", server])
        {
            RedirectStandardInput = true,
        };
        using var sendmail = Process.Start(start)!;
        await sendmail.StandardInput.WriteAsync("To: ann@example.org\nSubject: survivor\n\nBody\n");
        sendmail.StandardInput.Close();
        await sendmail.WaitForExitAsync(RockdoveProcess.Patience);
        Assert.Equal(0, sendmail.ExitCode);
    }

    private async Task<Catcher.MailOutOptions> ReadHooksAsync(string json)
    {
        var file = Path.Combine(_folder, "hooks.json");
        await File.WriteAllTextAsync(file, json, RockdoveProcess.Patience);
        return Read("--webhooks", file);
    }

    private static Catcher.MailOutOptions Read(params string[] arguments)
    {
        var options = new OutOptions();
        var command = new System.CommandLine.Command("catch");
        options.AddTo(command);
        return options.Read(command.Parse(arguments), "localhost", isKept: false);
    }

    private static readonly string[] Anywhere = ["--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0"];
}
