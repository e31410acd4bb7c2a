namespace Rockdove.Mock.Tests;

/// <summary>The tests of what go-smtp-mock takes for a command, and of when a session ends, by their names.</summary>
public class RecognitionTests
{
    [Theory]
    [InlineData("some command", true)]
    [InlineData("helo", false)]
    [InlineData("ehlo", false)]
    [InlineData("mail from:", false)]
    [InlineData("rcpt to:", false)]
    [InlineData("data", false)]
    [InlineData("quit", false)]
    public void TestServerIsInvalidCmd(string line, bool isInvalid)
    {
        Assert.Equal(isInvalid, !GoSmtpMockGrammar.IsKnown(line));
        Assert.Equal(isInvalid, !GoSmtpMockGrammar.IsKnown(line.ToUpperInvariant()));
    }

    [Fact]
    public void TestServerRecognizeCommand() => Assert.Equal("CMD", GoSmtpMockGrammar.Verb("cmd:<somebody> x")[..3]);

    [Theory]
    [InlineData("QUIT", false, true)]
    [InlineData("HELO", true, true)]
    [InlineData("HELO", false, false)]
    [InlineData("NOOP", true, false)]
    public async Task TestServerIsAbleToEndSession(string line, bool failsFast, bool ends)
    {
        await using var server = await GoServer.StartAsync(new() { IsCmdFailFast = failsFast });
        await using var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();

        await client.SayAsync(line, "NOOP");

        Assert.NotNull(await client.ReadLineAsync());
        Assert.Equal(ends ? null : "250 Ok", await client.ReadLineAsync());
    }

    [Theory]
    [InlineData("xxDATAxx")]
    [InlineData("VRFY me@data.com")]
    [InlineData("QUIT now")]
    [InlineData("NOOP x")]
    [InlineData("MAIL")]
    [InlineData("MAIL FROM <a@example.com>")]
    [InlineData("STARTTLS")]
    [InlineData("AUTH PLAIN x")]
    [InlineData("")]
    public void Every_line_has_an_answer_and_what_is_no_command_is_no_failure(string line)
    {
        var talk = new GoTalk(new() { IsCmdFailFast = true });
        Assert.False(talk.Weigh(line).CountsAsFailure);
        Assert.StartsWith("502 Command unrecognized.", talk.Say(line), StringComparison.Ordinal);
    }
}
