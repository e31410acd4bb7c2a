using System.Net;
using System.Text;

namespace Rockdove.Catcher.Tests;

/// <summary>Mailpit's chaos.</summary>
public class ChaosTests
{
    [Fact]
    public async Task It_is_not_there_unless_it_is_enabled()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        const string all = """{"Sender":{"ErrorCode":451,"Probability":100}}""";

        Assert.Equal((HttpStatusCode.BadRequest, "Chaos is not enabled"), await catcher.CallAsync("GET", Path));
        Assert.Equal((HttpStatusCode.BadRequest, "Chaos is not enabled"), await catcher.CallAsync("PUT", Path, all));
        Assert.False((await catcher.GetJsonAsync("api/v1/webui")).GetProperty("ChaosEnabled").GetBoolean());
        await catcher.SendAsync("Subject: 1\r\n\r\n");
    }

    [Fact]
    public async Task Senders_recipients_and_passwords_fail()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        catcher.Faults.Chaos.IsEnabled = true;
        Assert.True((await catcher.GetJsonAsync("api/v1/webui")).GetProperty("ChaosEnabled").GetBoolean());
        Assert.Equal((HttpStatusCode.OK, Shape((451, 0), (451, 0), (451, 0))), await catcher.CallAsync("GET", Path));
        await using var talk = await catcher.ConnectAsync();
        await talk.HelloAsync();
        await talk.SayAsync("MAIL FROM:<a@example.org>", 250);
        await talk.SayAsync("RCPT TO:<a@example.org>", 250);

        var all = Shape((421, 100), (599, 100), (400, 100));
        Assert.Equal((HttpStatusCode.OK, all), await catcher.CallAsync("PUT", Path, all));
        Assert.Equal("599 Chaos recipient error", await talk.SayAsync("RCPT TO:<b@example.org>", 599));
        await talk.SayAsync("RSET", 250);
        Assert.Equal("421 Chaos sender error", await talk.SayAsync("MAIL FROM:<a@example.org>", 421));
        await using var other = await catcher.ConnectAsync();
        await other.HelloAsync();
        var secret = Convert.ToBase64String(Encoding.UTF8.GetBytes("\0a\0b"));
        Assert.Equal("400 Chaos authentication error", await other.SayAsync($"AUTH PLAIN {secret}", 400));
        Assert.Equal(
            (HttpStatusCode.OK, Shape((451, 0), (550, 100), (451, 0))),
            await catcher.CallAsync(
                "PUT", Path, """{"sender":null,"recipient":{"ErrorCode":550,"Probability":100}}"""));
        await other.SayAsync("MAIL FROM:<a@example.org>", 250);
        await other.SayAsync("RCPT TO:<a@example.org>", 550);
        await catcher.CallAsync("PUT", Path, "{}");
        await other.SayAsync("RCPT TO:<a@example.org>", 250);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("no")]
    [InlineData("[]")]
    [InlineData("""{"Sender":{"ErrorCode":399,"Probability":1}}""")]
    [InlineData("""{"Sender":{"ErrorCode":600,"Probability":1}}""")]
    [InlineData("""{"Recipient":{"ErrorCode":451,"Probability":101}}""")]
    [InlineData("""{"Authentication":{"ErrorCode":451,"Probability":-1}}""")]
    [InlineData("""{"Sendr":{"ErrorCode":451,"Probability":1}}""")]
    public async Task What_is_no_trigger_changes_nothing(string body)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        catcher.Faults.Chaos.Enable("sender:500:7");

        Assert.Equal(HttpStatusCode.BadRequest, (await catcher.CallAsync("PUT", Path, body)).Status);
        Assert.Equal((HttpStatusCode.OK, Shape((500, 7), (451, 0), (451, 0))), await catcher.CallAsync("GET", Path));
    }

    [Theory]
    [InlineData("Sender:451:50,Recipient:550:5", true)]
    [InlineData("authentication:400:0", true)]
    [InlineData("Sender:599:100, Authentication:451:1", true)]
    [InlineData("", false)]
    [InlineData("Sender:451", false)]
    [InlineData("Sender:451:50:1", false)]
    [InlineData("Everything:451:50", false)]
    [InlineData("Sender:399:50", false)]
    [InlineData("Sender:451:101", false)]
    [InlineData("Sender:451:x", false)]
    public void Triggers_are_read_as_mailpits_flag_has_them(string text, bool areTriggers) =>
        Assert.Equal(areTriggers, Web.CatcherChaos.IsTriggers(text));

    private static string Shape(
        (int Code, int Percent) sender, (int Code, int Percent) recipient, (int Code, int Percent) auth) =>
        $$"""{"Sender":{{Trigger(sender)}},"Recipient":{{Trigger(recipient)}},"Authentication":{{Trigger(auth)}}}""";

    private static string Trigger((int Code, int Percent) one) =>
        $$"""{"ErrorCode":{{one.Code}},"Probability":{{one.Percent}}}""";

    private const string Path = "api/v1/chaos";
}
