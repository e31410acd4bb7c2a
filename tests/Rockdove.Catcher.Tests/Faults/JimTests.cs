using System.Net;
using System.Text.Json;

namespace Rockdove.Catcher.Tests;

/// <summary>MailHog's Jim.</summary>
public class JimTests
{
    [Fact]
    public async Task He_comes_changes_and_goes()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        foreach (var method in (string[])["GET", "DELETE", "PUT"])
            await catcher.RefuseAsync(HttpStatusCode.NotFound, method, Path, method == "PUT" ? "{}" : null);

        await catcher.RefuseAsync(HttpStatusCode.Created, "POST", Path);
        await catcher.RefuseAsync(HttpStatusCode.BadRequest, "POST", Path);
        var usual = await catcher.GetJsonAsync(Path);
        Assert.Equal(
            """
            {"DisconnectChance":0.005,"AcceptChance":0.99,"LinkSpeedAffect":0.1,"LinkSpeedMin":1024,
            "LinkSpeedMax":10240,"RejectSenderChance":0.05,"RejectRecipientChance":0.05,"RejectAuthChance":0.05}
            """.ReplaceLineEndings(""), usual.GetRawText());
        await catcher.RefuseAsync(HttpStatusCode.OK, "PUT", Path, """{"AcceptChance":1}""");
        Assert.Equal(0, (await catcher.GetJsonAsync(Path)).GetProperty("RejectSenderChance").GetDouble());
        await catcher.RefuseAsync(HttpStatusCode.OK, "DELETE", Path);
        await catcher.RefuseAsync(HttpStatusCode.NotFound, "GET", Path);
        await catcher.RefuseAsync(HttpStatusCode.Created, "POST", Path);
        Assert.Equal(1, (await catcher.GetJsonAsync(Path)).GetProperty("AcceptChance").GetDouble());
    }

    [Theory]
    [InlineData("{\"AcceptChance\":0}", "", 0)]
    [InlineData("{\"AcceptChance\":1,\"DisconnectChance\":1,\"RejectSenderChance\":1}", "EHLO a", 0)]
    [InlineData("{\"AcceptChance\":1,\"RejectSenderChance\":1}", "MAIL FROM:<a@b>", 550)]
    [InlineData("{\"AcceptChance\":1,\"RejectRecipientChance\":1}", "RCPT TO:<a@b>", 550)]
    [InlineData("{\"AcceptChance\":1,\"RejectAuthChance\":1}", "AUTH PLAIN AGEAYg==", 500)]
    [InlineData("{\"AcceptChance\":1}", "RCPT TO:<a@b>", 250)]
    public async Task He_refuses(string jim, string line, int code)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.RefuseAsync(HttpStatusCode.Created, "POST", Path, jim);
        await using var talk = await catcher.ConnectAsync();
        if (line.Length == 0)
        {
            await Assert.ThrowsAsync<EndOfStreamException>(() => talk.ReadAsync(220));
            return;
        }

        await talk.ReadAsync(220);
        if (code == 0)
        {
            await Assert.ThrowsAnyAsync<IOException>(() => talk.SayAsync(line, 250));
            return;
        }

        await talk.SayAsync("EHLO a", 250);
        if (line.StartsWith("RCPT", StringComparison.Ordinal))
            await talk.SayAsync("MAIL FROM:<a@b>", 250);
        await talk.SayAsync(line, code);
    }

    [Fact]
    public async Task He_slows_the_line()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.RefuseAsync(
            HttpStatusCode.Created, "POST", Path,
            """{"AcceptChance":1,"LinkSpeedAffect":1,"LinkSpeedMin":1000,"LinkSpeedMax":1000}""");
        await using var talk = await catcher.ConnectAsync();
        var begin = TimeProvider.System.GetTimestamp();

        var said = await talk.HelloAsync();
        Assert.True(said.Length > 100, said);
        var least = TimeSpan.FromSeconds(said.Length / 1000.0 / 2);
        Assert.True(TimeProvider.System.GetElapsedTime(begin) > least, "The reply came too soon.");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("no")]
    [InlineData("""{"AcceptChance":1.1}""")]
    [InlineData("""{"RejectAuthChance":-0.1}""")]
    [InlineData("""{"LinkSpeedMin":2,"LinkSpeedMax":1}""")]
    [InlineData("""{"LinkSpeedMin":-1}""")]
    [InlineData("""{"LinkSpeedMax":1e11}""")]
    [InlineData("""{"Accept":1}""")]
    public async Task What_he_cannot_do_he_is_not_told(string body)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.RefuseAsync(HttpStatusCode.BadRequest, "POST", Path, body);
        await catcher.RefuseAsync(HttpStatusCode.NotFound, "GET", Path);
        await catcher.RefuseAsync(HttpStatusCode.Created, "POST", Path, """{"AcceptChance":1}""");
        await catcher.RefuseAsync(HttpStatusCode.BadRequest, "PUT", Path, body);
        var now = await catcher.GetJsonAsync(Path);
        Assert.Equal(JsonValueKind.Object, now.ValueKind);
        Assert.Equal(1, now.GetProperty("AcceptChance").GetDouble());
    }

    private const string Path = "api/v2/jim";
}
