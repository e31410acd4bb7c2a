using System.Net.Mail;
using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>Many clients and one mock: every wait finds its own message, and nothing is lost.</summary>
public sealed class ManyAtOnceTests
{
    [Fact]
    public Task Fifty_threads_of_smtplib() => EachWaitFindsItsOwnAsync(port => ClientProgram.Python.RunAsync("-c", """
        import smtplib, sys
        from concurrent.futures import ThreadPoolExecutor
        port, count = map(int, sys.argv[1:])

        def send(number):
            with smtplib.SMTP('127.0.0.1', port, timeout=20) as smtp:
                smtp.sendmail('ann@example.org', f'r{number}@example.org', f'Subject: {number}\r\n\r\nHello\r\n')

        with ThreadPoolExecutor(count) as pool:
            list(pool.map(send, range(count)))
        """, $"{port}", $"{Count}"));

    [Fact]
    public Task Fifty_connections_of_nodemailer() => EachWaitFindsItsOwnAsync(
        port => NodePackage.Nodemailer.RunAsync(default, """
        import nodemailer from 'nodemailer';
        const [port, count] = process.argv.slice(1).map(Number);
        await Promise.all(Array.from({ length: count }, (_, number) =>
            nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true }).sendMail({
                from: 'ann@example.org', to: `r${number}@example.org`, subject: `${number}`, text: 'Hello',
            })));
        """, $"{port}", $"{Count}"));

    [Fact]
    public async Task Two_hundred_mails_of_system_net_mail_on_kept_connections()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await MockMailServer.StartAsync(cancellationToken: cancellation);
        const int clients = 4, mails = 50;

        await Task.WhenAll(Enumerable.Range(0, clients).Select(async number =>
        {
            using var client = new SmtpClient("127.0.0.1", server.Port);
            for (var i = 0; i < mails; i++)
            {
                var subject = $"{number}-{i}";
                await client.SendMailAsync("ann@example.org", "bob@example.org", subject, "Hello", cancellation);
                Assert.Contains(server.Messages, message => message.Subject == subject); // There at once: no wait.
            }
        }));

        Assert.Equal(clients * mails, server.MessagesAndPurge().Count);
        Assert.Equal(clients, server.Sessions.Count);
        Assert.All(server.Sessions, session => Assert.Equal(
            Enumerable.Range(0, mails).Select(i => $"{i}"),
            session.Messages.Select(message => message.Subject!.Split('-')[1])));
    }

    private static async Task EachWaitFindsItsOwnAsync(Func<int, Task<ClientRun>> runAsync)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await MockMailServer.StartAsync(cancellationToken: cancellation);
        var waits = Enumerable.Range(0, Count).Select(number => server.WaitForMessageAsync(
            message => message.ForwardPaths.Contains($"r{number}@example.org"), Patience, cancellation)).ToList();
        var all = server.WaitForMessagesAsync(Count, Patience, cancellation);

        (await runAsync(server.Port)).Succeeds();

        Assert.Equal(
            Enumerable.Range(0, Count).Select(number => $"{number}"),
            (await Task.WhenAll(waits)).Select(message => message.Subject));
        Assert.Equal(Count, (await all).Count);
        Assert.Equal(Count, server.Sessions.Count);
    }

    private const int Count = 50;

    /// <summary>As long as a client may run.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
}
