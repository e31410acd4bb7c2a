using System.Net;
using System.Text.Json;

namespace Rockdove.Prober.Tests;

public sealed class AlertChannelTests
{
    private static readonly AlertNotice Notice = new(
        "opened", 7, "pairs", "sender a", TemporaryJournal.Noon, TemporaryJournal.Noon.AddMinutes(2),
        new AlertDetail
        {
            Blame = "sender", From = "a", Failed = 3, Measured = 4, Error = "550 no", Probe = 12, Pairs = ["a -> b"],
        });

    private static CancellationToken Cancelled => TemporaryJournal.Cancelled;

    [Fact]
    public async Task A_webhook_is_given_json()
    {
        using var server = new WebhookServer(HttpStatusCode.NoContent);
        using var client = new HttpClient();
        await new WebhookChannel("ops", client, server.Address, "Bearer s3cret").SendAsync(Notice, Cancelled);
        var (request, body) = Assert.Single(server.Requests);
        Assert.StartsWith("POST /hook?key=s3cret HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json", request, StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer s3cret", request, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        Assert.Equal("sender a: mail fails (3 of 4 pairs)", root.GetProperty("text").GetString());
        Assert.Equal("/api/v1/probes/12", root.GetProperty("link").GetString());
        Assert.Equal("opened", root.GetProperty("event").GetString());
        Assert.Equal("550 no", root.GetProperty("detail").GetProperty("error").GetString());
        Assert.False(root.GetProperty("detail").TryGetProperty("to", out _));
    }

    [Fact]
    public async Task A_webhook_that_refuses_is_told_of_without_its_secret()
    {
        using var server = new WebhookServer(HttpStatusCode.Forbidden);
        using var client = new HttpClient();
        var channel = new WebhookChannel("ops", client, server.Address);
        var error = await Assert.ThrowsAsync<AlertNotSentException>(() => channel.SendAsync(Notice, Cancelled));
        Assert.Contains("403", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_that_is_not_there_is_told_of()
    {
        Uri address;
        using (var server = new WebhookServer(HttpStatusCode.OK))
            address = server.Address;
        using var client = new HttpClient();
        var error = await Assert.ThrowsAsync<AlertNotSentException>(
            () => new WebhookChannel("ops", client, address).SendAsync(Notice, Cancelled));
        Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_reads_json_and_its_arguments_are_as_they_are()
    {
        var folder = Directory.CreateTempSubdirectory("rockdove-command-");
        var file = Path.Combine(folder.FullName, "said");
        await Command("sh", "-c", "cat > \"$1\"; echo \"$2\" >> \"$1\"", "x", file, "$(id) `id` ; 'q'")
            .SendAsync(Notice, Cancelled);
        var lines = await File.ReadAllTextAsync(file, Cancelled);
        Assert.EndsWith("}$(id) `id` ; 'q'\n", lines, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(lines[..(lines.LastIndexOf('}') + 1)]);
        Assert.Equal("sender a", json.RootElement.GetProperty("subject").GetString());
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_command_that_fails_is_told_of_with_what_it_said()
    {
        var error = await Assert.ThrowsAsync<AlertNotSentException>(
            () => Command("sh", "-c", "echo 'no pager' >&2; echo more >&2; exit 3").SendAsync(Notice, Cancelled));
        Assert.Equal("sh ended with 3: no pager", error.Message);
    }

    [Fact]
    public async Task A_command_that_does_not_exist_is_told_of()
    {
        var error = await Assert.ThrowsAsync<AlertNotSentException>(
            () => Command("/nonexistent/pager").SendAsync(Notice, Cancelled));
        Assert.Contains("/nonexistent/pager cannot be run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_hangs_is_killed()
    {
        var clock = new Rockdove.Testing.ManualTimeProvider();
        var channel = new CommandChannel("ops", "sh", ["-c", "exec sleep 1000"], TimeSpan.FromSeconds(30), clock);
        var sending = channel.SendAsync(Notice, Cancelled);
        clock.Advance(TimeSpan.FromSeconds(30));
        var error = await Assert.ThrowsAsync<AlertNotSentException>(
            () => sending.WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
        Assert.Contains("did not end in 30 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_goes_through_the_greenest_account_and_then_another()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("a", "b", "c");
        await results.ProbeAsync(run, "a", "b", ProbeOutcome.Lost);
        await results.ProbeAsync(run, "b", "c", ProbeOutcome.Late, 400);
        await results.ProbeAsync(run, "b", "a", ProbeOutcome.Delivered, 4);
        await results.ProbeAsync(run, "c", "a", ProbeOutcome.Delivered, 4);
        using var reader = results.Journal.OpenReader();
        var matrix = reader.MatrixOfRun(0, TemporaryJournal.Noon)!;
        ProbeAccount[] accounts =
        [
            TemporaryJournal.Account("a"), TemporaryJournal.Account("b"), TemporaryJournal.Account("c"),
            TemporaryJournal.Account("mute") with { Send = null },
        ];
        var postman = new Postman { Failing = { "c" } };
        await new MailChannel("ops", "ops@example.org", accounts, () => matrix, postman).SendAsync(Notice, Cancelled);
        Assert.Equal(["c", "b"], postman.Tried);
        Assert.Equal(("ops@example.org", "[rockdove] sender a: mail fails (3 of 4 pairs)"), postman.Sent);
        Assert.Contains("Transcripts: /api/v1/probes/12\r\n", postman.Text, StringComparison.Ordinal);
        Assert.Contains("Last good: never since the prober began\r\n", postman.Text, StringComparison.Ordinal);

        var broken = new Postman { Failing = { "a", "b", "c" } };
        var error = await Assert.ThrowsAsync<AlertNotSentException>(
            () => new MailChannel("ops", "x@example.org", accounts, () => matrix, broken).SendAsync(Notice, Cancelled));
        Assert.Equal("c: It is down. b: It is down. a: It is down.", error.Message);
    }

    private static CommandChannel Command(string file, params string[] arguments) =>
        new("ops", file, arguments, TimeSpan.FromSeconds(60), TimeProvider.System);

    private sealed class Postman : IAlertPostman
    {
        public HashSet<string> Failing { get; } = [];

        public List<string> Tried { get; } = [];

        public (string To, string Subject) Sent { get; private set; }

        public string Text { get; private set; } = "";

        public Task SendAsync(
            ProbeAccount from, string to, string subject, string text, CancellationToken cancellationToken)
        {
            Tried.Add(from.Name);
            if (Failing.Contains(from.Name))
                throw new AlertNotSentException("It is down.");
            (Sent, Text) = ((to, subject), text);
            return Task.CompletedTask;
        }
    }
}
