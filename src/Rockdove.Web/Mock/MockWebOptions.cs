namespace Rockdove.Web;

/// <summary>The settings of a mock's API.</summary>
public sealed record MockWebOptions
{
    /// <inheritdoc cref="CatcherWebOptions.HostNames"/>
    public IReadOnlyCollection<string> HostNames { get; init; } = [];
}
