using System.Security.Cryptography;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Catcher.Tests;

public class SmtpTests
{
    [Fact]
    public async Task Everything_a_client_may_need_is_offered()
    {
        await using var catcher = await RunningCatcher.StartAsync(new CatcherOptions { MessageBytes = 1234 });
        await using var talk = await catcher.ConnectAsync();

        var offered = (await talk.HelloAsync()).Split('\n').Select(line => line[4..]).ToList();

        Assert.Contains("SIZE 1234", offered);
        Assert.Contains("AUTH CRAM-MD5 PLAIN LOGIN", offered);
        foreach (var keyword in (string[])
            ["STARTTLS", "PIPELINING", "8BITMIME", "SMTPUTF8", "DSN", "CHUNKING", "BINARYMIME", "ENHANCEDSTATUSCODES"])
            Assert.Contains(keyword, offered);
    }

    [Fact]
    public async Task A_message_has_as_many_recipients_as_may_be_and_no_more()
    {
        await using var catcher = await RunningCatcher.StartAsync(new CatcherOptions { Recipients = 2 });
        await using var talk = await catcher.ConnectAsync();
        await talk.HelloAsync();
        await talk.SayAsync("MAIL FROM:<a@example.org>", 250);
        await talk.SayAsync("RCPT TO:<b@example.org>", 250);
        await talk.SayAsync("RCPT TO:<c@example.org>", 250);

        Assert.Contains("4.5.3", await talk.SayAsync("RCPT TO:<d@example.org>", 452), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Subject: a\r\r\n\r\n.\r\n")]
    [InlineData("Subject: a\r\n\r\none\ntwo\r\n.\r\n")]
    public async Task A_lone_cr_or_lf_is_refused(string message)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await using var talk = await catcher.ConnectAsync();
        await talk.HelloAsync();
        await talk.SayAsync("MAIL FROM:<a@example.org>", 250);
        await talk.SayAsync("RCPT TO:<b@example.org>", 250);
        await talk.SayAsync("DATA", 354);
        await talk.SendAsync(message);

        await talk.ReadAsync(550);
    }

    [Fact]
    public async Task Starttls_protects_the_session_and_the_envelope_says_so()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await using var talk = await catcher.ConnectAsync();
        await talk.HelloAsync();
        await talk.SayAsync("STARTTLS", 220);
        await talk.StartTlsAsync();
        Assert.DoesNotContain("STARTTLS", await talk.SayAsync("EHLO client.test", 250), StringComparison.Ordinal);
        await SendAsync(talk);

        var envelope = await catcher.GetJsonAsync("api/v1/message/latest/envelope");

        Assert.StartsWith("TLSv1.", envelope.GetProperty("Tls").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Smtps_begins_with_tls()
    {
        await using var catcher = await RunningCatcher.StartAsync(new CatcherOptions { RequiresTls = true });
        await using var talk = await catcher.ConnectAsync(CatcherEndpoint.Smtps);
        await talk.StartTlsAsync();
        Assert.DoesNotContain("STARTTLS", await talk.HelloAsync(), StringComparison.Ordinal);
        await SendAsync(talk);

        var envelope = await catcher.GetJsonAsync("api/v1/message/latest/envelope");

        Assert.StartsWith("TLSv1.", envelope.GetProperty("Tls").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_before_tls_is_refused_if_tls_is_required()
    {
        await using var catcher = await RunningCatcher.StartAsync(new CatcherOptions { RequiresTls = true });
        await using var talk = await catcher.ConnectAsync();
        await talk.HelloAsync();

        await talk.SayAsync("MAIL FROM:<a@example.org>", 530);
    }

    [Fact]
    public async Task Lmtp_answers_for_each_recipient()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await using var talk = await catcher.ConnectAsync(CatcherEndpoint.Lmtp);
        await talk.HelloAsync("LHLO");
        await talk.SayAsync("MAIL FROM:<a@example.org>", 250);
        await talk.SayAsync("RCPT TO:<b@example.org>", 250);
        await talk.SayAsync("RCPT TO:<c@example.org>", 250);
        await talk.SayAsync("DATA", 354);
        await talk.SendAsync("Subject: x\r\n\r\n.\r\n");

        Assert.Equal(await talk.ReadAsync(250), await talk.ReadAsync(250));
        Assert.Equal(["x"], await catcher.SubjectsAsync());
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("CRAM-MD5")]
    public async Task Any_password_does_and_the_name_is_kept(string mechanism)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await using var talk = await catcher.ConnectAsync();
        await talk.HelloAsync();
        await LogInAsync(talk, mechanism, "ann", "anything", 235);
        await SendAsync(talk);

        var message = await catcher.GetJsonAsync("api/v1/message/latest");

        Assert.Equal("ann", message.GetProperty("Username").GetString());
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("CRAM-MD5")]
    public async Task With_accounts_only_their_passwords_do(string mechanism)
    {
        var accounts = new Dictionary<string, Secret> { ["ann"] = new("right") };
        await using var catcher = await RunningCatcher.StartAsync(new CatcherOptions { Accounts = accounts });
        await using var talk = await catcher.ConnectAsync();
        Assert.Contains("AUTH SCRAM-SHA-256 CRAM-MD5", await talk.HelloAsync(), StringComparison.Ordinal);

        await LogInAsync(talk, mechanism, "ann", "wrong", 535);
        await LogInAsync(talk, mechanism, "bob", "right", 535);
        await LogInAsync(talk, mechanism, "ann", "right", 235);
    }

    private static async Task LogInAsync(SmtpTalk talk, string mechanism, string user, string password, int code)
    {
        switch (mechanism)
        {
            case "PLAIN":
                await talk.SayAsync($"AUTH PLAIN {Base64($"\0{user}\0{password}")}", code);
                break;
            case "LOGIN":
                await talk.SayAsync("AUTH LOGIN", 334);
                await talk.SayAsync(Base64(user), 334);
                await talk.SayAsync(Base64(password), code);
                break;
            default:
                var challenge = (await talk.SayAsync("AUTH CRAM-MD5", 334))[4..];
#pragma warning disable CA5351 // MD5 is what the mechanism is.
                var digest = HMACMD5.HashData(Encoding.UTF8.GetBytes(password), Convert.FromBase64String(challenge));
#pragma warning restore CA5351
                await talk.SayAsync(Base64($"{user} {Convert.ToHexStringLower(digest)}"), code);
                break;
        }
    }

    private static async Task SendAsync(SmtpTalk talk)
    {
        await talk.SayAsync("MAIL FROM:<a@example.org>", 250);
        await talk.SayAsync("RCPT TO:<b@example.org>", 250);
        await talk.SayAsync("DATA", 354);
        await talk.SayAsync("Subject: x\r\n\r\n.", 250);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
