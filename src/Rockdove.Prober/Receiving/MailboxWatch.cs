using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Rockdove.Wire;

namespace Rockdove.Prober;

/// <summary>
/// What watches have in common: sessions one after another, pauses, what is expected, what is to be done.
/// </summary>
internal abstract class MailboxWatch : IMailboxWatch
{
    private readonly Channel<MailboxEvent> _events = Channel.CreateBounded<MailboxEvent>(
        new BoundedChannelOptions(WaitingEvents) { SingleWriter = true });

    private readonly ConcurrentDictionary<ProbeToken, bool> _expected = new();
    private readonly ConcurrentQueue<MailPlace> _deletions = new();
    private readonly ConcurrentQueue<ReapRequest> _reaps = new();
    private readonly WakeCall _wake = new();
    private readonly CancellationTokenSource _stopping = new();
    private int _failures;
    private int _refusedLogins;

    protected MailboxWatch(ProbeAccount account, MarkReader marks, TimeProvider time, WatchOptions options)
    {
        Account = account;
        Marks = marks;
        Time = time;
        Options = options;
        Pace = new PollPace(account.Poll);
    }

    public ProbeAccount Account { get; }

    public ChannelReader<MailboxEvent> Events => _events.Reader;

    protected MarkReader Marks { get; }

    protected TimeProvider Time { get; }

    protected WatchOptions Options { get; }

    protected PollPace Pace { get; }

    protected ProbeServer Server => Account.Receive!;

    /// <summary>Mail is under way.</summary>
    protected bool IsExpecting => !_expected.IsEmpty;

    /// <summary>There is something to delete, or the past to be looked through.</summary>
    protected bool HasChores => !_deletions.IsEmpty || !_reaps.IsEmpty;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        try
        {
            while (!both.IsCancellationRequested)
                await RunSessionAsync(both.Token);
            End(reason: null);
        }
        catch (Exception stopped) when (both.IsCancellationRequested
            && stopped is OperationCanceledException or ChannelClosedException)
        {
            End(reason: null);
        }
        catch (Exception failure)
        {
            End(failure);
            throw;
        }
    }

    public void Delete(MailPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        _deletions.Enqueue(place);
        Wake();
    }

    public void Expect(ProbeToken token)
    {
        _expected[token] = true;
        Pace.Reset();
        Wake();
    }

    public void Forget(ProbeToken token) => _expected.TryRemove(token, out _);

    public Task<ReapReport> ReapAsync(TimeSpan olderThan, CancellationToken cancellationToken)
    {
        var request = new ReapRequest(olderThan);
        _reaps.Enqueue(request);
        if (_events.Reader.Completion.IsCompleted)
            CancelReaps();
        Wake();
        return request.Report.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        End(reason: null);
        _stopping.Dispose();
    }

    /// <summary>
    /// One session: for IMAP as long as the connection holds, for POP3 one look. It ends normally when there is nothing
    /// to be done for a while.
    /// </summary>
    /// <exception cref="SessionEndedException">It went wrong.</exception>
    protected abstract Task LookAsync(SaslLogin? login, CancellationToken cancellationToken);

    /// <summary>Somebody wants something.</summary>
    protected virtual void Wake() => _wake.Give();

    /// <summary>Waits for somebody to want something.</summary>
    protected Task RestAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        _wake.WaitAsync(atMost, Time, cancellationToken);

    /// <summary>Tells something. It waits while nobody takes what was told before.</summary>
    protected async ValueTask TellAsync(MailboxEvent happened, CancellationToken cancellationToken)
    {
        if (happened is MailboxReady)
            (_failures, _refusedLogins) = (0, 0);
        await _events.Writer.WriteAsync(happened, cancellationToken);
    }

    /// <summary>What is to be deleted, and is not yet.</summary>
    protected List<MailPlace> TakeDeletions()
    {
        var places = new List<MailPlace>();
        while (_deletions.TryDequeue(out var place))
            places.Add(place);
        return places;
    }

    /// <summary>They could not be deleted now.</summary>
    protected void PutBack(IEnumerable<MailPlace> places)
    {
        foreach (var place in places)
            _deletions.Enqueue(place);
    }

    /// <summary>The next request to look through the past; null when there is none.</summary>
    protected ReapRequest? NextReap() => _reaps.TryPeek(out var request) ? request : null;

    /// <summary>The first request is done.</summary>
    protected void EndReap(ReapReport report)
    {
        if (_reaps.TryDequeue(out var request))
            request.Report.TrySetResult(report);
    }

    /// <summary>Connects. What is wrong with the login shows when it is used.</summary>
    /// <exception cref="UnusableLoginException">It holds what cannot be sent.</exception>
    protected static async Task<T> ConnectAsync<T>(Func<Task<T>> connect)
    {
        try
        {
            return await connect();
        }
        catch (ArgumentException unusable)
        {
            throw new UnusableLoginException(unusable.Message.Split(" (Parameter")[0], unusable);
        }
    }

    protected EndPoint EndPoint => Server.EndPoint;

    private async Task RunSessionAsync(CancellationToken cancellationToken)
    {
        try
        {
            var login = Account.Login is { } source
                ? await source.LoginAsync(afterRefusal: _refusedLogins > 0, cancellationToken)
                : null;
            await LookAsync(
                login is null
                    ? null
                    : login with
                    {
                        ServerHost = login.ServerHost ?? (Ascii.IsValid(Server.Host) ? Server.Host : null),
                        ServerPort = login.ServerPort ?? Server.Port,
                    },
                cancellationToken);
        }
        catch (LoginUnavailableException unavailable)
        {
            await FailAsync(new ProbeFailure(ProbeStage.Authentication, unavailable.Message), null, cancellationToken);
        }
        catch (UnusableLoginException unusable)
        {
            _refusedLogins++;
            await FailAsync(new ProbeFailure(ProbeStage.Authentication, unusable.Message), null, cancellationToken);
        }
        catch (SessionEndedException ended)
        {
            _refusedLogins = ended.IsLoginRefused ? _refusedLogins + 1 : _refusedLogins;
            await FailAsync(ended.Failure, ended.Transcript, cancellationToken);
        }
    }

    private async Task FailAsync(
        ProbeFailure failure, ReadOnlyMemory<byte>? transcript, CancellationToken cancellationToken)
    {
        var pauses = Options.RetryPauses;
        var pause = _refusedLogins >= Options.RefusedLogins && failure.Stage == ProbeStage.Authentication
            ? Options.LoginPause
            : pauses[Math.Min(_failures++, pauses.Count - 1)];
        await TellAsync(new MailboxFailed(Time.GetTimestamp(), failure, pause, transcript), cancellationToken);
        await Task.Delay(pause, Time, cancellationToken);
    }

    private void End(Exception? reason)
    {
        _events.Writer.TryComplete(reason);
        CancelReaps();
    }

    private void CancelReaps()
    {
        while (_reaps.TryDequeue(out var request))
            request.Report.TrySetCanceled();
    }

    /// <summary>Events that may wait to be taken; some megabytes, if all are reports.</summary>
    private const int WaitingEvents = 256;
}

/// <summary>Somebody wants the past looked through.</summary>
internal sealed class ReapRequest(TimeSpan olderThan)
{
    public TimeSpan OlderThan => olderThan;

    public TaskCompletionSource<ReapReport> Report { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
