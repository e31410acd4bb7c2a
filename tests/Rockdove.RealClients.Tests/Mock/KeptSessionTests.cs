using System.Collections.Concurrent;
using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>What users of other mocks missed: mail that outlives its session, and is there before it ends.</summary>
public sealed class KeptSessionTests
{
    [Fact]
    public async Task A_delivered_message_survives_reset_noop_and_a_transaction_that_is_given_up()
    {
        await using var server = await MockMailServer.StartAsync(
            cancellationToken: TestContext.Current.CancellationToken);

        // go-mail keeps its connection in this way: RSET after each delivery, NOOP before the next.
        (await ClientProgram.Python.RunAsync("-c", """
            import smtplib, sys
            with smtplib.SMTP('127.0.0.1', int(sys.argv[1])) as smtp:
                for number in (1, 2, 3):
                    smtp.sendmail('ann@example.org', 'bob@example.org', f'Subject: {number}\r\n\r\n')
                    smtp.rset()
                    smtp.noop()
                smtp.mail('ann@example.org')
                smtp.rcpt('eve@example.org')
                smtp.rset()
            """, $"{server.Port}")).Succeeds();

        Assert.Equal(["1", "2", "3"], server.Messages.Select(message => message.Subject));
        Assert.Equal(server.Messages, Assert.Single(server.Sessions).Messages);
        Assert.All(server.Messages, message => Assert.Equal(["bob@example.org"], message.ForwardPaths));
    }

    [Fact]
    public async Task A_pooled_connection_of_nodemailer_keeps_its_messages_apart()
    {
        await using var server = await MockMailServer.StartAsync(
            cancellationToken: TestContext.Current.CancellationToken);

        (await NodePackage.Nodemailer.RunAsync(default, """
            import nodemailer from 'nodemailer';
            const pool = nodemailer.createTransport({
                host: '127.0.0.1', port: process.argv[1], ignoreTLS: true, pool: true, maxConnections: 1,
            });
            for (const to of [['bob@example.org', 'eve@example.org'], ['carol@example.org'], ['dan@example.org']])
                await pool.sendMail({ from: 'ann@example.org', to, subject: to[0], text: 'Hello' });
            pool.close();
            """, $"{server.Port}")).Succeeds();

        Assert.Equal(
            ["bob@example.org,eve@example.org", "carol@example.org", "dan@example.org"],
            server.Messages.Select(message => string.Join(',', message.ForwardPaths)));
        Assert.Equal(
            ["bob@example.org", "carol@example.org", "dan@example.org"],
            server.Messages.Select(message => message.Subject));
        Assert.Single(server.Sessions);
    }

    [Fact]
    public async Task A_message_is_there_when_the_client_goes_on_and_not_only_after_the_session()
    {
        var there = new ConcurrentQueue<int>();
        MockMailServer? server = null;
        await using var started = server = await MockMailServer.StartAsync(
            options =>
            {
                options.When(MockMoment.Noop, Count).Close();
                options.When(MockMoment.Quit, Count).Close();
            },
            TestContext.Current.CancellationToken);

        (await ClientProgram.Python.RunAsync("-c", """
            import smtplib, sys
            with smtplib.SMTP('127.0.0.1', int(sys.argv[1])) as smtp:
                for _ in range(3):
                    smtp.sendmail('ann@example.org', 'bob@example.org', 'Subject: x\r\n\r\n')
                    smtp.noop()
            """, $"{server.Port}")).Succeeds();

        Assert.Equal([1, 2, 3, 3], there);

        bool Count(MockEvent happened)
        {
            there.Enqueue(server!.Messages.Count);
            return false; // It only looks.
        }
    }

    [Fact]
    public async Task A_purge_during_a_session_takes_what_is_there_and_disturbs_nobody()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await MockMailServer.StartAsync(cancellationToken: cancellation);
        var run = ClientProgram.Python.RunAsync("-c", """
            import smtplib, sys
            with smtplib.SMTP('127.0.0.1', int(sys.argv[1])) as smtp:
                for number in range(100):
                    smtp.sendmail('ann@example.org', 'bob@example.org', f'Subject: {number}\r\n\r\n')
            """, $"{server.Port}");

        var taken = new List<ReceivedMessage>();
        while (taken.Count < 100)
            taken.AddRange(await server.WaitForMessagesAndPurgeAsync(1, Patience, cancellation));

        (await run).Succeeds();
        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"{number}"), taken.Select(message => message.Subject));
        Assert.Empty(server.Messages);
    }

    /// <summary>As long as a client may run.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
}
