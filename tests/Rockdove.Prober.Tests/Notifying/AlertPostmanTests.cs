using Rockdove.Mock;

namespace Rockdove.Prober.Tests;

public sealed class AlertPostmanTests
{
    private static CancellationToken Cancelled => TemporaryJournal.Cancelled;

    private static readonly AlertPostman Postman = new(new SendPatience(), TimeProvider.System);

    [Fact]
    public async Task An_alert_is_a_whole_mail_that_nobody_on_holiday_answers()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Cancelled);
        await Postman.SendAsync(
            Account(server), "ops@example.org", "[rockdove] a -> b: fails", "One\r\nTwo", Cancelled);
        var received = Assert.Single(server.Messages);
        Assert.Equal(("a@a.example", "[rockdove] a -> b: fails"), (received.ReversePath, received.Subject));
        Assert.Equal(["ops@example.org"], received.ForwardPaths);
        var message = received.Mime;
        Assert.Equal("auto-generated", message.Headers.Find("Auto-Submitted")!.Value.Unfolded);
        Assert.Null(message.Headers.Find(ProbeMark.FieldName)); // It is none that a reaper would delete.
    }

    [Fact]
    public async Task A_server_that_refuses_is_told_of()
    {
        await using var server = await MockMailServer.StartAsync(
            options => options.When(MockMoment.Recipient).Reply(550, "5.7.1 No relaying"), Cancelled);
        var error = await Assert.ThrowsAsync<AlertNotSentException>(
            () => Postman.SendAsync(Account(server), "ops@example.org", "x", "y", Cancelled));
        Assert.Contains("No relaying", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_address_is_told_of()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Cancelled);
        var error = await Assert.ThrowsAsync<AlertNotSentException>(
            () => Postman.SendAsync(Account(server), "ops", "x", "y", Cancelled));
        Assert.Equal("'ops' is no address.", error.Message);
    }

    private static ProbeAccount Account(MockMailServer server) =>
        TemporaryJournal.Account("a") with { Send = new("127.0.0.1", server.Port, MailSecurity.None) };
}
