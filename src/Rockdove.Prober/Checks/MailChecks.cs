using System.Globalization;

namespace Rockdove.Prober;

/// <summary>Looks at what the mail of a domain, or a port of a server, stands on beside delivery.</summary>
public sealed class MailChecks
{
    private readonly CheckOptions _options;

    /// <exception cref="ArgumentException">One of the checks to make does not exist.</exception>
    public MailChecks(CheckOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Only?.FirstOrDefault(name => !CheckNames.All.Contains(name)) is { } unknown)
            throw new ArgumentException($"'{unknown}' is no check.", nameof(options));
        _options = options;
    }

    /// <summary>Makes all checks at once.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; that it takes too long is a result.</exception>
    public async Task<CheckReport> RunAsync(CheckTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var started = _options.Time.GetUtcNow();
        var mark = _options.Time.GetTimestamp();
        using var patience = new CancellationTokenSource(_options.Patience, _options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        using var scope = new CheckScope(target, _options, both.Token);
        var running = Checks
            .Where(check => _options.Only?.Contains(check.Name) ?? true)
            .Where(check => target.IsDomain || check.IsForServices)
            .Select(check => RunAsync(check, scope, cancellationToken))
            .ToList();
        CheckResult[] results = [.. (await Task.WhenAll(running)).SelectMany(one => one)];
        return new CheckReport
        {
            Target = target,
            Started = started,
            Elapsed = _options.Time.GetElapsedTime(mark),
            Lookups = scope.Lookups,
            Results = results,
            Certificates = scope.Certificates(results),
        };
    }

    private async Task<IReadOnlyList<CheckResult>> RunAsync(
        Check check, CheckScope scope, CancellationToken cancellationToken)
    {
        try
        {
            return await check.RunAsync(scope);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return
            [
                new CheckResult
                {
                    Check = check.Name,
                    Subject = scope.Target.ToString(),
                    Status = CheckStatus.Error,
                    What = string.Create(
                        CultureInfo.InvariantCulture,
                        $"This was not done within the {_options.Patience.TotalSeconds:0.###} seconds "
                        + $"that it may take."),
                    Advice = "Try again, with more time.",
                },
            ];
        }
    }

    /// <summary>In the order of <see cref="CheckNames.All"/>.</summary>
    private static readonly Check[] Checks =
    [
        new MxCheck(), new DnssecCheck(), new SpfCheck(), new DkimCheck(), new DmarcCheck(), new TlsCheck(),
        new CertificateCheck(), new DaneCheck(), new MtaStsCheck(), new TlsReportCheck(), new ReverseCheck(),
        new CaaCheck(),
    ];
}
