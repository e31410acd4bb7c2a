using System.Text;
using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

/// <summary>
/// The whole prober, with its real watches, sender and journal, among servers that have the faults that a test gives
/// them. The clock stands still until everybody waits for it, and then goes to what happens next.
/// </summary>
internal sealed class FaultWorld : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rockdove-faults-");
    private readonly FaultHouse[] _houses;
    private readonly Lock _carrying = new();
    private readonly FaultSender _sender;
    private ProbeAccount[] _accounts = [];
    private HeardWatch[] _watches = [];
    private TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteProbeJournal? _journal;
    private ProbeDesk? _desk;

    private FaultWorld(int accounts, DateTimeOffset? start)
    {
        Clock = start is { } at ? new ManualTimeProvider(at) : new ManualTimeProvider();
        Time = Clock;
        Carrying = mail => Deliver(mail);
        _houses = [.. Enumerable.Range(0, accounts).Select(i => new FaultHouse($"a{i}", this))];
        Pairs =
        [
            .. from one in _houses from other in _houses where one != other
               select new ProbePair(one.Name, other.Name),
        ];
        _sender = new FaultSender(this);
    }

    public ManualTimeProvider Clock { get; }

    /// <summary>The desk's clock, and the senders'.</summary>
    public TimeProvider Time { get; set; }

    public IReadOnlyList<FaultHouse> Houses => _houses;

    public IReadOnlyList<ProbePair> Pairs { get; }

    /// <summary>What becomes of a mail that was taken. It is delivered unless a test says otherwise.</summary>
    public Action<FaultMail> Carrying { get; set; }

    /// <summary>The Received fields that servers on the way write.</summary>
    public Func<FaultMail, string>? Trail { get; set; }

    /// <summary>The soft one is so long that a thread that has to wait for its turn makes no mail late.</summary>
    public ProbeDeadlines Deadlines { get; set; } = new() { Soft = TimeSpan.FromMinutes(30), Settle = TimeSpan.Zero };

    public ProbeDesk Desk => _desk!;

    public SqliteProbeJournal Journal => _journal!;

    public string File => Path.Combine(_folder.FullName, "results.db");

    public SqliteProbeJournalOptions Keeping { get; set; } = new() { Syncs = false };

    public long Run { get; private set; }

    /// <summary>What this prober was asked for.</summary>
    public List<ProbeTicket> Tickets { get; } = [];

    /// <summary>How much all of them were asked for.</summary>
    public int Placed { get; private set; }

    public FaultHouse this[string name] => Array.Find(_houses, house => house.Name == name)!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Makes a world, lets a test spoil it, and starts it.</summary>
    public static async Task<FaultWorld> StartAsync(
        Action<FaultWorld>? spoil = null, int accounts = 4, DateTimeOffset? start = null)
    {
        var world = new FaultWorld(accounts, start);
        spoil?.Invoke(world);
        world._accounts = await Task.WhenAll(world._houses.Select(house => house.StartAsync(Stop)));
        await world.OpenAsync();
        return world;
    }

    /// <summary>The prober ends, and another one goes on with what it has kept.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        Tickets.Clear(); // They were the other's.
        await OpenAsync();
    }

    public async Task CloseAsync()
    {
        if (_desk is { } desk)
        {
            var closing = desk.DisposeAsync().AsTask();
            while (!await EndsAsync(closing))
                Clock.Advance(TimeSpan.FromSeconds(10)); // It waits for something that does not come.
        }

        _desk = null;
        if (_journal is { } journal)
            await journal.DisposeAsync();
        _journal = null;
    }

    public async Task<ProbeTicket> PlaceAsync(ProbePair pair)
    {
        var ticket = await Desk.PlaceAsync(Run, pair, Stop);
        Tickets.Add(ticket);
        Placed++;
        return ticket;
    }

    /// <summary>A probe for each pair.</summary>
    public async Task PlaceAllAsync()
    {
        foreach (var pair in Pairs)
            await PlaceAsync(pair);
    }

    /// <summary>A probe for each pair, and time enough for all of them to have an outcome.</summary>
    public async Task ProbeAllAsync()
    {
        await PlaceAllAsync();
        await EndAsync();
    }

    /// <summary>Lets the clock go on until each probe has an outcome.</summary>
    public Task EndAsync() => DriveAsync(() => Desk.Counts.Resolved == Desk.Counts.Placed);

    /// <summary>
    /// The same, with an account whose servers are waited for until patience is at its end, again and again.
    /// </summary>
    public async Task EndStalledAsync(FaultHouse house)
    {
        for (var step = 0; Desk.Counts.Resolved < Desk.Counts.Placed; step++)
        {
            Assert.True(step < MostSteps, $"It never ended. {Desk.Counts}\n{Report()}");
            await RestAsync();
            if (house.IsStalled)
                await GiveUpAsync(house);
            else
                Clock.Advance(Clock.UntilNextTimer!.Value);
        }
    }

    /// <summary>Lets patience with a server that stalls come to its end.</summary>
    public async Task GiveUpAsync(FaultHouse house)
    {
        var ended = house.EndedStalls;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            Clock.Advance(StallPatience + TimeSpan.FromSeconds(1));
            if (await EndsAsync(UntilAsync(() => house.EndedStalls > ended || !house.IsStalled)))
                return;
            // The client began to wait only now, and waits once more.
        }

        Assert.Fail($"It still stalls. {Desk.Counts}\n{Report()}");
    }

    /// <summary>Lets the clock go from one thing that is due to the next until something holds.</summary>
    public async Task DriveAsync(Func<bool> holds)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            await RestAsync();
            if (holds())
                return;
            Clock.Advance(Clock.UntilNextTimer ?? throw new InvalidOperationException("Nobody waits for the clock."));
        }

        Assert.Fail($"It never held. {Desk.Counts} at {Clock.GetUtcNow():u}.\n{Report()}");
    }

    /// <summary>Lets time pass at once, when everybody rests.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await RestAsync();
        Clock.Advance(time);
        await RestAsync();
    }

    /// <summary>Waits until nothing happens any more before the clock moves.</summary>
    public async Task RestAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        try
        {
            for (var calm = 0; calm < 4;)
            {
                await Task.Yield();
                var told = Volatile.Read(ref _told).Task;
                await Desk.UntilAsync(static _ => true, patience.Token);
                if (_sender.Active < Desk.OpenSessions || _watches.Any(watch => !watch.IsHeard))
                {
                    calm = 0;
                    await Task.Yield(); // The desk has it next.
                }
                else if (_houses.Any(house => !house.IsWatchAtRest)
                    || _sender.Active > _houses.Count(house => house.IsSendingStalled))
                {
                    calm = 0;
                    await told.WaitAsync(patience.Token);
                }
                else
                {
                    calm++;
                }
            }
        }
        catch (OperationCanceledException) when (!Stop.IsCancellationRequested)
        {
            Assert.Fail($"It never came to rest: {_sender.Active} sessions, {Desk.Counts}.\n{Report()}");
        }
    }

    /// <summary>Something has come to rest.</summary>
    public void Tell()
    {
        var before = Interlocked.Exchange(
            ref _told, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        before.TrySetResult();
    }

    public void Carry(FaultMail mail)
    {
        lock (_carrying)
            Carrying(mail);
    }

    /// <summary>Puts a mail into the mailbox that it is for.</summary>
    public void Deliver(FaultMail mail, string? folder = null) => Put(
        mail.Pair.To,
        [.. Encoding.Latin1.GetBytes(Trail?.Invoke(mail) ?? mail.Received(Clock.GetUtcNow())), .. mail.Content],
        folder);

    /// <summary>Puts a report that it could not be delivered into the sender's mailbox.</summary>
    public void Bounce(FaultMail mail, string status = "5.1.1", string diagnostic = "550 5.1.1 No such user") =>
        Put(mail.Pair.From, mail.Report(Clock.GetUtcNow(), status, diagnostic), folder: null);

    /// <summary>What the journal has of the run.</summary>
    public IReadOnlyList<ProbeEntry> Results()
    {
        using var reader = Journal.OpenReader();
        return reader.ProbesOfRun(Run);
    }

    public ProbeEntry Result(string from, string to) =>
        Results().Last(result => result.From == from && result.To == to);

    /// <summary>Who is at fault, as the matrix says it.</summary>
    public string Blame()
    {
        using var reader = Journal.OpenReader();
        return string.Join(", ", reader.MatrixOfRun(0, Clock.GetUtcNow())!.Blame.Select(AlertSubject.Of));
    }

    /// <summary>
    /// Checks the outcomes of all pairs and who is at fault, and that nothing of ours lies anywhere.
    /// </summary>
    /// <param name="outcome">Of those that the fault is about; the others were delivered.</param>
    /// <param name="blame">Such as <c>sender a1</c>; empty for nobody.</param>
    /// <param name="isAbout">Whether the fault is about a pair.</param>
    public void Named(ProbeOutcome outcome, string blame, Func<ProbePair, bool> isAbout)
    {
        foreach (var result in Results())
        {
            var expected = isAbout(new(result.From, result.To)) ? outcome : ProbeOutcome.Delivered;
            Assert.True(
                result.Outcome == ProbeNames.Of(expected),
                $"{result.From} -> {result.To} is {result.Outcome} and not {ProbeNames.Of(expected)}: "
                + $"{result.Stage} {result.Error}");
        }

        Assert.Equal(blame, Blame());
    }

    /// <summary>Waits until no mail with a mark of ours lies anywhere.</summary>
    public Task CleanAsync() => DriveAsync(() => IsClean);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        foreach (var house in _houses)
            await house.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>It bears a mark, or is a report about one that does.</summary>
    public static bool IsOurs(FakeMail mail) =>
        mail.Octets.AsSpan().IndexOf(Encoding.ASCII.GetBytes(ProbeMark.FieldName)) >= 0;

    private bool IsClean => _sender.Active == 0 && !_houses.Any(house => house.Lying().Any(IsOurs));

    /// <summary>Waits until something holds that shows when something comes to rest.</summary>
    private async Task UntilAsync(Func<bool> holds)
    {
        while (true)
        {
            var told = Volatile.Read(ref _told).Task;
            if (holds())
                return;
            await told;
        }
    }

    private static async Task<bool> EndsAsync(Task work)
    {
        try
        {
            await work.WaitAsync(TimeSpan.FromSeconds(1), Stop);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task OpenAsync()
    {
        _journal = SqliteProbeJournal.Open(File, Keeping);
        _watches = [.. _accounts.Select(account => new HeardWatch(
            this[account.Name].OpenWatch(account, Pairs, _journal)))];
        _desk = new ProbeDesk(new ProbeDeskOptions
        {
            Accounts = _accounts,
            Journal = _journal,
            OpenWatch = WatchOf,
            Key = ProbeMails.Key,
            Time = Time,
            Sender = _sender,
            Deadlines = Deadlines,
            Heard = (account, _) => WatchOf(account).Heard(),
        });
        await _desk.StartAsync(Stop);
        if (Run == 0)
            Run = await _desk.BeginRunAsync("once", null, Stop);
    }

    private HeardWatch WatchOf(ProbeAccount account) => _watches.First(watch => watch.Account.Name == account.Name);

    private void Put(string account, byte[] octets, string? folder)
    {
        var house = this[account];
        if (house.Pop3 is { } pop3)
            pop3.Deliver(octets);
        else
            house.Imap.Deliver(octets, folder is null ? null : house.Imap.Folders.Find(one => one.Name == folder));
    }

    private string Report() => string.Join('\n',
    [
        .. _houses.Select(house => $"{house.Name}: at rest {house.IsWatchAtRest}, {house.Lying().Count} lie there. "
            + $"Last said: {string.Join(" | ", ((FakeServer?)house.Pop3 ?? house.Imap).Said.TakeLast(6))}"),
        .. Results().Select(result => $"{result.From} -> {result.To}: {result.State} {result.Outcome} {result.Stage} "
            + result.Error),
    ]);

    /// <summary>Longer than any test lets pass, so that no command times out because the clock was moved.</summary>
    public static readonly TimeSpan Endless = TimeSpan.FromDays(40);

    /// <summary>How long a server that stalls is waited for; longer than any rest.</summary>
    public static readonly TimeSpan StallPatience = TimeSpan.FromHours(2);

    private const int MostSteps = 2000;

    private const int MostAttempts = 10;
}
