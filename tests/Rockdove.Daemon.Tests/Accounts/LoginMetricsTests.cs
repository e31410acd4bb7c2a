using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Rockdove.Daemon.Tests;

/// <summary>What an administrator sees of guessing.</summary>
public sealed class LoginMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ConcurrentQueue<string> _measured = new();
    private readonly MeterListener _listener = new();
    private readonly IMeterFactory _meters;

    public LoginMetricsTests()
    {
        _meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, _meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
        {
            var values = string.Join(
                ' ', tags.ToArray().Where(tag => tag.Key != "server.port").Select(tag => tag.Value));
            _measured.Enqueue($"{instrument.Name} {values}");
        });
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Failed_logins_and_lock_outs_are_counted()
    {
        await using var daemon = await RunningDaemon.StartAsync(
            settings => settings with { Logins = new() { FailuresPerAccount = 3, Delay = TimeSpan.Zero } },
            meters: _meters);
        await daemon.AddAccountAsync("ann");
        await using (var smtp = await daemon.ConnectAsync("submissions"))
        {
            await smtp.StartTlsAsync();
            await smtp.HelloAsync();
            await smtp.SayAsync($"AUTH PLAIN {MailTalk.Plain("ann", "guess")}", 535);
        }

        await using (var pop3 = await daemon.ConnectAsync("pop3s"))
        {
            await pop3.StartTlsAsync();
            await pop3.ReadLineAsync();
            await pop3.AskAsync("USER ann");
            Assert.StartsWith("-ERR [AUTH]", await pop3.AskAsync("PASS guess"), StringComparison.Ordinal);
        }

        await using (var imap = await daemon.ConnectAsync("imaps"))
        {
            await imap.StartTlsAsync();
            await imap.ReadLineAsync();
            Assert.StartsWith("a NO ", await imap.AskAsync("a LOGIN ann guess"), StringComparison.Ordinal);
            var reply = await imap.AskAsync($"b LOGIN ann \"{RunningDaemon.PasswordOf("ann")}\"");
            Assert.StartsWith("b NO [UNAVAILABLE]", reply, StringComparison.Ordinal);
        }

        Assert.Equal(1, Count("rockdove.smtp.authentications failed"));
        Assert.Equal(1, Count("rockdove.pop3.authentications failed"));
        Assert.Equal(2, Count("rockdove.imap.authentications failed"));
        Assert.Equal(1, Count("rockdove.daemon.lock_outs account"));
        Assert.Equal(1, Count("rockdove.daemon.logins.turned_away account"));
        Assert.Equal(0, Count("rockdove.daemon.lock_outs client"));
    }

    [Fact]
    public async Task A_client_that_is_locked_out_is_counted_as_such()
    {
        await using var daemon = await RunningDaemon.StartAsync(
            settings => settings with { Logins = new() { FailuresPerClient = 1, Delay = TimeSpan.Zero } },
            meters: _meters);
        await using var talk = await daemon.ConnectAsync("submissions");
        await talk.StartTlsAsync();
        await talk.HelloAsync();
        await talk.SayAsync($"AUTH PLAIN {MailTalk.Plain("ann", "guess")}", 535);
        await talk.SayAsync($"AUTH PLAIN {MailTalk.Plain("bob", "guess")}", 454);

        Assert.Equal(1, Count("rockdove.daemon.lock_outs client"));
        Assert.Equal(1, Count("rockdove.daemon.logins.turned_away client"));
    }

    private int Count(string measurement) => _measured.Count(one => one == measurement);
}
