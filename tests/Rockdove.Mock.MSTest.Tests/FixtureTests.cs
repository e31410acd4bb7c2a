using System.Diagnostics;
using System.Net.Mail;

[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]

namespace Rockdove.Mock.MSTest.Tests;

/// <summary>Proves the fixture under the runner that it is for.</summary>
[TestClass]
public sealed class FixtureTests : MockMailFixture
{
    protected override void Configure(MockMailOptions options) => options.HostName = "fixture.test";

    [TestMethod]
    public async Task Each_test_has_a_server_of_its_own()
    {
        await SendAsync("one");
        await SendAsync("two");

        var messages = await Server.WaitForMessagesAsync(2);
        Assert.AreEqual("one two", string.Join(' ', messages.Select(message => message.Subject)));
        Assert.AreEqual(2, Server.Sessions.Count);
    }

    [TestMethod]
    public async Task It_is_what_the_fixture_wants_it_to_be()
    {
        await SendAsync("three");

        Assert.AreEqual("three", (await Server.WaitForMessageAsync()).Subject);
        Assert.IsTrue(
            Server.Sessions[0].Transcript.ToString().Contains("S: 220 fixture.test ", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Fails_when_told_to()
    {
        await SendAsync("shown");

        Assert.AreEqual(null, Environment.GetEnvironmentVariable(Fail));
    }

    [TestMethod]
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

        Assert.AreNotEqual(0, process.ExitCode);
        Assert.IsTrue(output.Contains("#1 <a@a.test> to <b@b.test>, 'shown'", StringComparison.Ordinal), output);
        Assert.IsTrue(output.Contains("C: MAIL FROM:<a@a.test>", StringComparison.Ordinal), output);
    }

    private async Task SendAsync(string subject)
    {
        using var client = new SmtpClient("127.0.0.1", Server.Port);
        using var mail = new MailMessage("a@a.test", "b@b.test", subject, "x");
        await client.SendMailAsync(mail);
    }

    private const string Fail = "ROCKDOVE_TEST_FAILS";
}
