using System.Diagnostics;
using System.Net.Mail;

namespace Rockdove.Mock.Xunit.Tests;

/// <summary>Proves the fixture under the runner that it is for.</summary>
public sealed class FixtureTests : MockMailFixture
{
    protected override void Configure(MockMailOptions options) => options.HostName = "fixture.test";

    [Fact]
    public async Task Each_test_has_a_server_of_its_own()
    {
        await SendAsync("one");
        await SendAsync("two");

        var messages = await Server.WaitForMessagesAsync(2, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("one two", string.Join(' ', messages.Select(message => message.Subject)));
        Assert.Equal(2, Server.Sessions.Count);
    }

    [Fact]
    public async Task It_is_what_the_fixture_wants_it_to_be()
    {
        await SendAsync("three");

        Assert.Equal("three",
            (await Server.WaitForMessageAsync(cancellationToken: TestContext.Current.CancellationToken)).Subject);
        Assert.Contains("S: 220 fixture.test ", Server.Sessions[0].Transcript.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_when_told_to()
    {
        await SendAsync("shown");

        Assert.Null(Environment.GetEnvironmentVariable(Fail));
    }

    [Fact]
    public async Task A_test_that_fails_shows_what_was_said()
    {
        var start = new ProcessStartInfo("dotnet",
            [typeof(FixtureTests).Assembly.Location, "--filter-method", "*Fails_when_told_to"])
        {
            RedirectStandardOutput = true,
            Environment = { [Fail] = "1" },
        };
        using var process = Process.Start(start)!;
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var output = await process.StandardOutput.ReadToEndAsync(bound.Token);
        await process.WaitForExitAsync(bound.Token);

        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("#1 <a@a.test> to <b@b.test>, 'shown'", output, StringComparison.Ordinal);
        Assert.Contains("C: MAIL FROM:<a@a.test>", output, StringComparison.Ordinal);
    }

    private async Task SendAsync(string subject)
    {
        using var client = new SmtpClient("127.0.0.1", Server.Port);
        using var mail = new MailMessage("a@a.test", "b@b.test", subject, "x");
        await client.SendMailAsync(mail, TestContext.Current.CancellationToken);
    }

    private const string Fail = "ROCKDOVE_TEST_FAILS";
}
