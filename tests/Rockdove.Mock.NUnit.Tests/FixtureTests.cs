using System.Diagnostics;
using System.Net.Mail;
using NUnit.Framework;

namespace Rockdove.Mock.NUnit.Tests;

/// <summary>Proves the fixture under the runner that it is for.</summary>
public sealed class FixtureTests : MockMailFixture
{
    protected override void Configure(MockMailOptions options) => options.HostName = "fixture.test";

    [Test]
    public async Task Each_test_has_a_server_of_its_own()
    {
        await SendAsync("one");
        await SendAsync("two");

        var messages = await Server.WaitForMessagesAsync(2);
        Assert.That(messages.Select(message => message.Subject), Is.EqualTo(["one", "two"]));
        Assert.That(Server.Sessions, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task It_is_what_the_fixture_wants_it_to_be()
    {
        await SendAsync("three");

        Assert.That((await Server.WaitForMessageAsync()).Subject, Is.EqualTo("three"));
        Assert.That(
            Server.Sessions[0].Transcript.ToString().Contains("S: 220 fixture.test ", StringComparison.Ordinal));
    }

    [Test]
    public async Task Fails_when_told_to()
    {
        await SendAsync("shown");

        Assert.That(Environment.GetEnvironmentVariable(Fail), Is.Null);
    }

    [Test]
    public async Task A_test_that_fails_shows_what_was_said()
    {
        var start = new ProcessStartInfo("dotnet",
            [typeof(FixtureTests).Assembly.Location, "--filter", "Name~Fails_when_told_to"])
        {
            RedirectStandardOutput = true,
            Environment = { [Fail] = "1" },
        };
        using var process = Process.Start(start)!;
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var output = await process.StandardOutput.ReadToEndAsync(bound.Token);
        await process.WaitForExitAsync(bound.Token);

        Assert.That(process.ExitCode, Is.Not.Zero);
        Assert.That(output.Contains("#1 <a@a.test> to <b@b.test>, 'shown'", StringComparison.Ordinal), output);
        Assert.That(output.Contains("C: MAIL FROM:<a@a.test>", StringComparison.Ordinal), output);
    }

    private async Task SendAsync(string subject)
    {
        using var client = new SmtpClient("127.0.0.1", Server.Port);
        using var mail = new MailMessage("a@a.test", "b@b.test", subject, "x");
        await client.SendMailAsync(mail);
    }

    private const string Fail = "ROCKDOVE_TEST_FAILS";
}
