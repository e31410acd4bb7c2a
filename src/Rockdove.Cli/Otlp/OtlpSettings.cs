namespace Rockdove.Cli;

/// <summary>
/// What is pushed to a collector by OTLP, and where: what a flag or a key asks for, and the variables of OpenTelemetry.
/// </summary>
internal sealed record OtlpSettings
{
    /// <summary>Null: no metrics are pushed.</summary>
    public OtlpTarget? Metrics { get; init; }

    /// <summary>Null: no traces are pushed.</summary>
    public OtlpTarget? Traces { get; init; }

    /// <summary>From one push of metrics to the next.</summary>
    public TimeSpan MetricInterval { get; init; } = DefaultMetricInterval;

    /// <summary>Whether anything leaves.</summary>
    public bool IsAsked => Metrics is not null || Traces is not null;

    /// <summary>Reads what was asked for.</summary>
    /// <param name="endpoint">Of a flag or a key: wins over all variables that name an endpoint.</param>
    /// <param name="source">That flag or key, for messages: <c>--otlp</c>.</param>
    /// <param name="variable">A variable of the environment; null where it is not set.</param>
    /// <param name="mistakes">Gets a line for each mistake, secrets left out.</param>
    public static OtlpSettings Read(
        Uri? endpoint, string source, Func<string, string?> variable, ICollection<string> mistakes) =>
        new OtlpVariables(variable, mistakes).Read(endpoint, source);

    /// <summary>The environment of this process.</summary>
    public static OtlpSettings Read(Uri? endpoint, string source, ICollection<string> mistakes) =>
        Read(endpoint, source, Environment.GetEnvironmentVariable, mistakes);

    /// <summary>What leaves, and to where: a line of the start.</summary>
    public string Line(bool json)
    {
        (string Name, OtlpTarget? Target)[] signals = [("metrics", Metrics), ("traces", Traces)];
        var asked = signals.Where(one => one.Target is not null);
        return json
            ? $"{{\"otlp\":{{{string.Join(',', asked.Select(one => $"\"{one.Name}\":\"{one.Target!.Place}\""))}}}}}"
            : string.Join(", ", asked.Select(one => $"{one.Name} to {one.Target!.Place}"));
    }

    /// <summary>Of what is told about a collector.</summary>
    public const string LogCategory = "Rockdove.Otlp";

    /// <summary>What OpenTelemetry's specification says.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary>What OpenTelemetry's specification says.</summary>
    public static readonly TimeSpan DefaultMetricInterval = TimeSpan.FromSeconds(60);
}
