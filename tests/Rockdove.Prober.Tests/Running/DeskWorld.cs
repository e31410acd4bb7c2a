using System.Text;
using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

/// <summary>Accounts, their mailboxes, a journal and a desk over all of it, with a clock that stands still.</summary>
internal sealed class DeskWorld : IAsyncDisposable
{
    public static readonly byte[] Key = "0123456789abcdef"u8.ToArray();

    private readonly Func<ProbeDeskOptions, ProbeDeskOptions>? _change;

    public DeskWorld(
        int accounts = 2, Func<ProbeDeskOptions, ProbeDeskOptions>? change = null,
        Func<ProbeAccount, ProbeAccount>? changeAccount = null, TimeProvider? time = null)
    {
        _change = change;
        Time = time ?? Clock;
        Accounts =
        [
            .. Enumerable.Range(0, accounts).Select(i => new ProbeAccount
            {
                Name = $"a{i}",
                Address = $"a{i}@a{i}.test",
                Send = new ProbeServer($"a{i}.test", 465, MailSecurity.Tls),
                Receive = new ProbeServer($"a{i}.test", 993, MailSecurity.Tls),
            }).Select(changeAccount ?? (static account => account)),
        ];
        Pairs =
        [
            .. from one in Accounts from other in Accounts where one != other
               select new ProbePair(one.Name, other.Name),
        ];
        Sender = new FakeSender(Time);
        Watches = Accounts.ToDictionary(account => account.Name, account => new FakeWatch(account, Time));
        Desk = NewDesk();
    }

    public ManualTimeProvider Clock { get; } = new();

    public TimeProvider Time { get; }

    public IReadOnlyList<ProbeAccount> Accounts { get; }

    public IReadOnlyList<ProbePair> Pairs { get; }

    public FakeSender Sender { get; }

    public Dictionary<string, FakeWatch> Watches { get; }

    public MemoryProbeJournal Journal { get; } = new();

    public ProbeDesk Desk { get; private set; }

    public long Run { get; private set; }

    public static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    public async Task<DeskWorld> StartAsync()
    {
        await Desk.StartAsync(Patience);
        Run = await Desk.BeginRunAsync("once", null, Patience);
        return this;
    }

    /// <summary>As if the process had been killed and started again. What is in the journal is what is left.</summary>
    public async Task RestartAsync(bool opens = true)
    {
        await Desk.DisposeAsync();
        foreach (var account in Accounts)
            Watches[account.Name] = new FakeWatch(account, Time) { OpensByItself = opens };
        Desk = NewDesk();
        await Desk.StartAsync(Patience);
    }

    public Task<ProbeTicket> PlaceAsync(int from = 0, int to = 1) =>
        Desk.PlaceAsync(Run, new ProbePair($"a{from}", $"a{to}"), Patience);

    /// <summary>Places a probe and waits until a server has taken it.</summary>
    public async Task<(ProbeTicket Ticket, ProbeMark Mark)> SendAsync(int from = 0, int to = 1)
    {
        var before = Desk.Counts.Sent;
        var ticket = await PlaceAsync(from, to);
        await UntilAsync(counts => counts.Sent > before);
        return (ticket, Sender.Sent[^1].Mark);
    }

    /// <summary>Moves the clock, once all that was to be done before is done.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await IdleAsync();
        Clock.Advance(time);
        await IdleAsync();
    }

    /// <summary>Waits until the desk has done what it was asked, and heard what the mailboxes tell.</summary>
    public Task IdleAsync() => UntilAsync(_ => Watches.Values.All(watch => watch.IsHeard));

    /// <summary>Waits until the probes stand so.</summary>
    public async Task UntilAsync(Func<DeskCounts, bool> holds)
    {
        try
        {
            await Desk.UntilAsync(holds, Patience);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Waited for something else than {Desk.Counts}.");
        }
    }

    public ValueTask DisposeAsync() => Desk.DisposeAsync();

    private ProbeDesk NewDesk()
    {
        var options = new ProbeDeskOptions
        {
            Accounts = Accounts,
            Journal = Journal,
            OpenWatch = account => Watches[account.Name],
            Key = Key,
            Time = Time,
            Sender = Sender,
            Heard = (account, _) => Watches[account.Name].Heard(),
            Deadlines = new ProbeDeadlines { Settle = TimeSpan.Zero },
        };
        return new ProbeDesk(_change?.Invoke(options) ?? options);
    }
}

internal static class TestOctets
{
    public static ReadOnlyMemory<byte> Utf8(this string text) => Encoding.UTF8.GetBytes(text);

    public static Task<ProbeReport> Soon(this Task<ProbeReport> result) => result.WaitAsync(TimeSpan.FromSeconds(20));
}
