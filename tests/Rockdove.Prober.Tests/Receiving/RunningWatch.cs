using Rockdove.Wire;

namespace Rockdove.Prober.Tests;

/// <summary>A watch that runs, and what it tells.</summary>
internal sealed class RunningWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public RunningWatch(
        int port,
        Func<ProbeAccount, ProbeAccount>? change = null,
        IProbeJournal? journal = null,
        TimeProvider? time = null,
        WatchOptions? options = null)
    {
        var account = new ProbeAccount
        {
            Name = "ann",
            Address = "ann@example.org",
            Receive = new ProbeServer("127.0.0.1", port, MailSecurity.None) { AllowsPlaintextLogin = true },
            Login = new FixedLogin(),
            Poll = TimeSpan.FromMilliseconds(20),
        };
        Watch = MailboxWatches.Create(
            change?.Invoke(account) ?? account,
            ProbeMails.Pairs,
            ProbeMails.Key,
            journal ?? new CursorJournal(),
            time ?? TimeProvider.System,
            options ?? Quick);
        _running = Watch.RunAsync(_stopping.Token);
    }

    /// <summary>As the defaults, and without patience.</summary>
    public static WatchOptions Quick { get; } = new()
    {
        RestPoll = TimeSpan.FromMilliseconds(20),
        AskEvery = TimeSpan.FromMilliseconds(20),
        CleanAfter = TimeSpan.Zero,
        RetryPauses = [TimeSpan.FromMilliseconds(10)],
    };

    public IMailboxWatch Watch { get; }

    /// <summary>The next event, which must be of this kind; what is told of looks is passed over.</summary>
    public async Task<T> NextAsync<T>()
        where T : MailboxEvent
    {
        while (true)
        {
            var told = await Watch.Events.ReadAsync(TestContext.Current.CancellationToken).AsTask()
                .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            if (told is T wanted)
                return wanted;
            Assert.True(told is MailboxReady, $"Told: {told}");
        }
    }

    /// <summary>
    /// A round goes by in which the watch has looked at everything: what is not told by then is not told.
    /// </summary>
    public async Task<ProbeArrived> AfterAsync(Action<byte[]> deliver)
    {
        var mark = ProbeMails.Mark();
        deliver(ProbeMails.Ours(mark));
        var arrived = await NextAsync<ProbeArrived>();
        Assert.Equal(mark, arrived.Mark);
        return arrived;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(30));
        await Watch.DisposeAsync();
        _stopping.Dispose();
    }
}

/// <summary>A name and a password, and a count of how often they were asked for.</summary>
internal sealed class FixedLogin : ILoginSource
{
    public List<bool> AskedAfterRefusal { get; } = [];

    public string Password { get; init; } = "wonderland";

    public ValueTask<SaslLogin> LoginAsync(bool afterRefusal, CancellationToken cancellationToken)
    {
        lock (AskedAfterRefusal)
            AskedAfterRefusal.Add(afterRefusal);
        return new(new SaslLogin { UserName = "ann", Password = new Secret(Password) });
    }
}
