using Rockdove.Daemon;

namespace Rockdove.Prober.Tests;

/// <summary>A watch and a server of ours, over every protocol and protection.</summary>
public class DaemonWatchTests
{
    /// <summary>Each look by POP3 is a handshake and a login: none is made for nothing.</summary>
    private static readonly WatchOptions Calm = RunningWatch.Quick with { RestPoll = TimeSpan.FromMinutes(5) };

    [Theory]
    [InlineData(ListenerKind.Imap, ReceiveProtocol.Imap, MailSecurity.StartTls)]
    [InlineData(ListenerKind.Imaps, ReceiveProtocol.Imap, MailSecurity.Tls)]
    [InlineData(ListenerKind.Pop3, ReceiveProtocol.Pop3, MailSecurity.StartTls)]
    [InlineData(ListenerKind.Pop3s, ReceiveProtocol.Pop3, MailSecurity.Tls)]
    public async Task A_mail_comes_and_goes_and_that_of_others_stays_unseen(
        ListenerKind kind, ReceiveProtocol protocol, MailSecurity security)
    {
        await using var server = await DaemonMailbox.StartAsync();
        await server.DeliverAsync(ProbeMails.Foreign());
        await using var running = new RunningWatch(server.PortOf(kind), account => account with
        {
            Protocol = protocol,
            Receive = new ProbeServer("localhost", server.PortOf(kind), security) { AcceptsAnyCertificate = true },
            Poll = TimeSpan.FromMilliseconds(200),
        }, options: Calm);
        var ready = await running.NextAsync<MailboxReady>();
        Assert.Contains(ready.Phases, phase => phase.Stage == ProbeStage.Tls && phase.Length > TimeSpan.Zero);

        var mark = ProbeMails.Mark();
        running.Watch.Expect(mark.Token);
        await server.DeliverAsync(ProbeMails.Ours(mark));
        var arrived = await running.NextAsync<ProbeArrived>();
        Assert.Equal(mark, arrived.Mark);
        running.Watch.Delete(arrived.Place);
        Assert.True((await running.NextAsync<MailDeleted>()).IsExpunged);
        Assert.Equal((1ul, 1ul), await server.CountAsync());
    }

    [Fact]
    public async Task A_mail_among_the_spam_is_found_and_old_ones_are_reaped()
    {
        await using var server = await DaemonMailbox.StartAsync();
        await using var running = new RunningWatch(server.PortOf(ListenerKind.Imaps), account => account with
        {
            Receive = new ProbeServer("localhost", server.PortOf(ListenerKind.Imaps), MailSecurity.Tls)
            {
                AcceptsAnyCertificate = true,
            },
        }, options: Calm);
        await running.NextAsync<MailboxReady>();
        await server.DeliverAsync(ProbeMails.Foreign(), "Sent");
        await server.DeliverAsync(ProbeMails.Ours(ProbeMails.Mark(ProbeMails.FromAnn)), "Sent");
        var mark = ProbeMails.Mark();
        running.Watch.Expect(mark.Token);
        await server.DeliverAsync(ProbeMails.Ours(mark), "Junk");
        var arrived = await running.NextAsync<ProbeArrived>();
        Assert.Equal(mark, arrived.Mark);
        Assert.Equal(FolderRole.Junk, arrived.Place.Role);

        var report = await running.Watch.ReapAsync(TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        Assert.Equal(new ReapReport(3, 2, 2, 0), report);
        Assert.Equal((1ul, 1ul), await server.CountAsync("Sent"));
        Assert.Equal((0ul, 0ul), await server.CountAsync("Junk"));
    }
}
