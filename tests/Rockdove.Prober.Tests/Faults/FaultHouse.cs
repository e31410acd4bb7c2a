using Rockdove.Mock;
using Rockdove.Smtp;

namespace Rockdove.Prober.Tests;

/// <summary>One account with its own servers: a mock that it hands mails in to, and a fake mailbox.</summary>
internal sealed class FaultHouse(string name, FaultWorld world) : IAsyncDisposable
{
    private MockMailServer? _submission;
    private FakeImap? _imap;
    private volatile bool _isSendingStalled;
    private int _endedStalls;

    public string Name => name;

    public string Address => $"{name}@{name}.test";

    /// <summary>What the submission server is like.</summary>
    public Action<MockMailOptions> Submission { get; set; } = static _ => { };

    /// <summary>What the account is like.</summary>
    public Func<ProbeAccount, ProbeAccount> Change { get; set; } = static account => account;

    /// <summary>What its watch is like.</summary>
    public Func<WatchOptions, WatchOptions> Watching { get; set; } = static options => options;

    public MockMailServer Mock => _submission!;

    public FakeImap Imap => _imap ??= new FakeImap();

    /// <summary>Null where it is IMAP.</summary>
    public FakePop3? Pop3 { get; private set; }

    public RestingClock Clock { get; } = new(world.Clock, world.Tell);

    /// <summary>A session with the submission server is open, and that one says nothing any more.</summary>
    public bool IsSendingStalled => _isSendingStalled;

    /// <summary>The same with either server.</summary>
    public bool IsStalled => IsSendingStalled || Mailbox.IsStalled;

    /// <summary>How many such sessions were given up.</summary>
    public int EndedStalls => Volatile.Read(ref _endedStalls) + Mailbox.EndedStalls;

    public TimeSpan Patience { get; set; } = FaultWorld.Endless;

    public SendPatience SendPatience => new()
    {
        Connect = FaultWorld.Endless, // A server may stall before its client knows that it is connected.
        Command = Patience,
        Data = Patience,
        Quit = FaultWorld.Endless,
    };

    /// <summary>Nothing happens at the mailbox before the clock moves.</summary>
    public bool IsWatchAtRest =>
        Clock.IsResting || Mailbox.IsStalled || (Pop3 is null && Imap.IsIdling);

    public FakePop3 UsePop3() => Pop3 = new FakePop3();

    /// <summary>From this moment on the submission server says nothing.</summary>
    public void StallSending(MockMoment moment)
    {
        Patience = FaultWorld.StallPatience;
        var submission = Submission;
        Submission = options =>
        {
            submission(options);
            options.When(moment, _ =>
            {
                _isSendingStalled = true;
                world.Tell();
                return true;
            }).Say([]);
        };
    }

    public async Task<ProbeAccount> StartAsync(CancellationToken cancellationToken)
    {
        _submission = await MockMailServer.StartAsync(
            options =>
            {
                options.HostName = $"smtp.{name}.test";
                options.Farewell = TimeSpan.Zero;
                options.Authentication = MockAuthentication.AnyPassword;
                options.Server = smtp => smtp.Use(async (context, next) =>
                {
                    var reply = await next(context);
                    if (context.Question is MessageQuestion)
                        Carry();
                    return reply;
                });
                Submission(options);
            },
            cancellationToken);
        Mailbox.Rests = world.Tell;
        if (Pop3 is null)
            Imap.Now = world.Clock.GetUtcNow;

        return Change(new ProbeAccount
        {
            Name = name,
            Address = Address,
            Send = new ProbeServer("127.0.0.1", Mock.Port, MailSecurity.None) { AllowsPlaintextLogin = true },
            Receive = new ProbeServer("127.0.0.1", Mailbox.Port, MailSecurity.None) { AllowsPlaintextLogin = true },
            Protocol = Pop3 is null ? ReceiveProtocol.Imap : ReceiveProtocol.Pop3,
            Login = new FixedLogin(),
            HelloName = "prober.test",
        });
    }

    public IMailboxWatch OpenWatch(ProbeAccount account, IReadOnlyList<ProbePair> pairs, IProbeJournal journal) =>
        MailboxWatches.Create(account, pairs, ProbeMails.Key, journal, Clock, Watching(new WatchOptions
        {
            ConnectPatience = FaultWorld.Endless,
            CommandPatience = Patience,
            CleanAfter = TimeSpan.Zero,
        }));

    /// <summary>All that lies there, in whatever folder.</summary>
    public IReadOnlyList<FakeMail> Lying() =>
        Pop3?.Lying() ?? [.. Imap.Folders.SelectMany(folder => Imap.Lying(folder))];

    /// <summary>A session with the submission server is over.</summary>
    public void EndSending()
    {
        if (!_isSendingStalled)
            return;
        _isSendingStalled = false;
        Interlocked.Increment(ref _endedStalls);
    }

    public async ValueTask DisposeAsync()
    {
        if (_submission is not null)
            await _submission.DisposeAsync();
        if (_imap is not null)
            await _imap.DisposeAsync();
        if (Pop3 is not null)
            await Pop3.DisposeAsync();
    }

    private FakeServer Mailbox => Pop3 ?? (FakeServer)Imap;

    /// <summary>What was taken goes on its way before the server says that it was.</summary>
    private void Carry()
    {
        foreach (var message in Mock.MessagesAndPurge())
        {
            foreach (var path in message.ForwardPaths)
            {
                world.Carry(new FaultMail(
                    new(name, path[..path.IndexOf('@', StringComparison.Ordinal)]), message.Content.ToArray()));
            }
        }
    }
}
