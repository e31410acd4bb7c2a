namespace Rockdove.Prober;

/// <summary>
/// A prober that goes on: probes all pairs again and again in rounds, watches for what comes, tells of what goes wrong,
/// and cleans up. It knows no HTTP; <c>Rockdove.Web</c> has the paths that ask it.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ProbeDaemon : IAsyncDisposable
{
    private readonly ProbeDaemonOptions _options;
    private readonly ProberMetrics _metrics;
    private readonly ProbeReader _reader;
    private readonly HttpClient _http = AlertChannels.NewClient();
    private readonly SemaphoreSlim _changing = new(1);
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ConfiguredProber? _current;
    private string? _trouble = "The prober is starting.";

    /// <param name="options">What it works with.</param>
    public ProbeDaemon(ProbeDaemonOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _metrics = new ProberMetrics(options.Configuration.Pairs, options.Version, options.Time);
        _reader = options.Journal.OpenReader();
    }

    /// <summary>What it goes by.</summary>
    public ProberConfiguration Configuration => Volatile.Read(ref _current)?.Configuration ?? _options.Configuration;

    /// <summary>Why no probes can be sent now, in words; null when they can.</summary>
    public string? Trouble => Volatile.Read(ref _trouble);

    /// <summary>Faults with what broke it, such as a disk that is full; otherwise it never ends.</summary>
    public Task Completion => _broken.Task;

    /// <summary>The desk of now; null before the start.</summary>
    internal ProbeDesk? Desk => Volatile.Read(ref _current)?.Desk;

    /// <summary>Opens the mailboxes, takes up the probes that an earlier process has left open, and begins.</summary>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    /// <exception cref="Rockdove.Storage.StoreException">The results cannot be read or written.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_current is not null)
                throw new InvalidOperationException("The prober has been started.");
            await BeginAsync(_options.Configuration, cancellationToken);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>
    /// Goes by another configuration from now on. What is being sent is finished first, and what is under way is looked
    /// for all the same. It was read and checked before: one that cannot be used does not get here.
    /// </summary>
    /// <returns>Keys that are others now, and count only after a restart.</returns>
    public async Task<IReadOnlyList<string>> ReloadAsync(
        ProberConfiguration configuration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_current is not { } before)
                throw new InvalidOperationException("The prober has not been started.");
            Volatile.Write(ref _trouble, "The prober reads its configuration again.");
            await before.DisposeAsync();
            // Half a change would be none of the two configurations, so nobody gives up from here on.
            await BeginAsync(
                configuration with { TimeZone = _options.Configuration.TimeZone }, CancellationToken.None);
            return NeedRestart(configuration);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Notes that the configuration was read again and cannot be used: the one before stays.</summary>
    public void RefuseReload() => _metrics.ConfigurationRead(isSuccessful: false);

    /// <summary>Sends a probe outside the rounds, within what its sender may send.</summary>
    public async Task<ProbeNowAnswer> ProbeNowAsync(ProbePair pair, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            return _current is { } current && Trouble is null
                ? await current.ProbeNowAsync(pair, cancellationToken)
                : new ProbeNowAnswer(ProbeNowStatus.NotNow, null, Trouble);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>The servers of the accounts, as host and port: what there is to look at.</summary>
    public IReadOnlyCollection<string> Servers => Volatile.Read(ref _current)?.Looks.Servers ?? [];

    /// <summary>
    /// Looks at the TLS of a port as it is this moment, within eight seconds; four at once. Nothing is kept.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was not started.</exception>
    public Task<CheckReport> LookAsync(CheckTarget target, CancellationToken cancellationToken) =>
        Volatile.Read(ref _current) is { } current
            ? current.Looks.LookNowAsync(target, cancellationToken)
            : throw new InvalidOperationException("The prober has not been started.");

    /// <summary>All metrics, as of now.</summary>
    /// <param name="isOpenMetrics">In the format of OpenMetrics; otherwise in Prometheus' own.</param>
    public string WriteMetrics(bool isOpenMetrics) =>
        _metrics.Write(_reader, _options.Journal.WriteErrors, isOpenMetrics);

    /// <summary>
    /// Stops: what is being sent is finished, for a while. What is under way stays so in the journal for the next one.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _changing.WaitAsync();
        try
        {
            Volatile.Write(ref _trouble, "The prober stops.");
            if (_current is { } current)
                await current.DisposeAsync();
            _reader.Dispose();
            _http.Dispose();
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task BeginAsync(ProberConfiguration configuration, CancellationToken cancellationToken)
    {
        try
        {
            var current = await ConfiguredProber.StartAsync(
                configuration, _options, _metrics, _reader, _http, cancellationToken);
            Volatile.Write(ref _current, current);
            Volatile.Write(ref _trouble, null);
            _metrics.ConfigurationRead(isSuccessful: true);
            _ = current.Completion.ContinueWith(
                ended => Break(ended.Exception!.InnerException!), CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
        catch (Exception broken)
        {
            Break(broken);
            throw;
        }
    }

    private void Break(Exception reason)
    {
        Volatile.Write(ref _trouble, $"The prober is broken: {reason.Message}");
        _broken.TrySetException(reason);
    }

    private List<string> NeedRestart(ProberConfiguration configuration)
    {
        var started = _options.Configuration;
        var keys = new List<string>();
        Note("database", started.Database == configuration.Database);
        Note("message:keyFile", started.KeyFile == configuration.KeyFile);
        Note("listen", started.Listen == configuration.Listen);
        Note("timeZone", started.TimeZone.Id == configuration.TimeZone.Id);
        Note("retention", started.Retention == configuration.Retention);
        return keys;

        void Note(string key, bool isSame)
        {
            if (!isSame)
                keys.Add(key);
        }
    }

    /// <summary>The category of what it logs.</summary>
    public const string LogCategory = "Rockdove.Prober";

    /// <summary>The category of alerts that begin and end, and of what could not be told.</summary>
    public const string AlertLogCategory = "Rockdove.Prober.Alerts";
}
