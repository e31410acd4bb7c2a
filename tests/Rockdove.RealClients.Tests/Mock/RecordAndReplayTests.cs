using System.Text;
using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>A session of a client with a mock is recorded, and repeated to the same client with other mail.</summary>
public sealed class RecordAndReplayTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Smtplib_is_content_with_its_own_recording(bool startTls)
    {
        var (first, second) = (TestMail.Create(), TestMail.Create());
        second = second with { Octets = [.. second.Octets, .. "One line more.\r\n"u8] };
        string recorded, heard;
        await using (var server = await StartAsync(options =>
            options.When(MockMoment.Recipient, "eve@*").Reply(550, "5.1.1", "No such user", "here")))
        {
            (await SendAsync(server, first, startTls)).Says(Refusal);
            var session = Assert.Single(server.Sessions);
            await EndAsync(session);
            (recorded, heard) = (session.Transcript.ToString(), Dialogue.Heard(session));
        }

        await using var replay = await StartAsync(options =>
            options.Follow(MockScript.Parse("recorded.smtp", Encoding.UTF8.GetBytes(recorded))));
        for (var time = 0; time < 2; time++)
        {
            (await SendAsync(replay, second, startTls)).Says(Refusal);

            var session = replay.Sessions[time];
            await EndAsync(session);
            Assert.Null(session.Mismatch);
            Assert.Equal(heard, Dialogue.Heard(session));
            var message = Assert.Single(session.Messages);
            Assert.Equal(second.Octets, message.Content.ToArray());
            Assert.Equal(["bob@example.org"], message.ForwardPaths);
        }
    }

    [Fact]
    public async Task A_client_that_says_something_else_is_told_so()
    {
        var mail = TestMail.Create();
        string recorded;
        await using (var server = await StartAsync(_ => { }))
        {
            await SendAsync(server, mail, startTls: false);
            await EndAsync(server.Sessions[0]);
            recorded = server.Sessions[0].Transcript.ToString();
        }

        await using var replay = await StartAsync(options =>
            options.Follow(MockScript.Parse("recorded.smtp", Encoding.UTF8.GetBytes(recorded))));
        (await ClientProgram.Python.RunAsync("-c", """
            import smtplib, sys
            smtp = smtplib.SMTP('127.0.0.1', int(sys.argv[1]), 'client.example')
            smtp.ehlo()
            print(smtp.mail('mallory@example.org'))
            """, $"{replay.Port}")).Succeeds().Says("(554, b'5.5.1 The script has it otherwise')");

        await EndAsync(replay.Sessions[0]);
        Assert.Contains("the client says 'mail FROM:<mallory@example.org>'", replay.Sessions[0].Mismatch);
        Assert.Empty(replay.Messages);
    }

    private static Task<MockMailServer> StartAsync(Action<MockMailOptions> configure) =>
        MockMailServer.StartAsync(configure, TestContext.Current.CancellationToken);

    private static Task EndAsync(MockSession session) =>
        session.WaitForEndAsync(cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<ClientRun> SendAsync(MockMailServer server, TestMail mail, bool startTls) =>
        (await ClientProgram.Python.RunAsync(mail.Octets, ["-c", """
            import smtplib, ssl, sys
            with smtplib.SMTP('127.0.0.1', int(sys.argv[1]), 'client.example') as smtp:
                if sys.argv[2] == 'True':
                    smtp.starttls(context=ssl._create_unverified_context())
                print(smtp.sendmail(
                    'ann@example.org', ['bob@example.org', 'eve@example.org'], sys.stdin.buffer.read()))
            """, $"{server.Port}", $"{startTls}"])).Succeeds();

    private const string Refusal = @"{'eve@example.org': (550, b'5.1.1 No such user\n5.1.1 here')}";
}
