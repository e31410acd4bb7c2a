namespace Rockdove.Prober;

/// <summary>One check. It tells what it saw, and throws for nothing but cancellation.</summary>
internal abstract class Check(string name)
{
    public string Name => name;

    /// <summary>False for a check of domains that a single port knows nothing of.</summary>
    public virtual bool IsForServices => false;

    public abstract Task<IReadOnlyList<CheckResult>> RunAsync(CheckScope scope);

    protected CheckResult Result(
        CheckStatus status, string subject, string what, string? advice = null,
        params IReadOnlyList<string> evidence) =>
        new()
        {
            Check = Name,
            Subject = subject,
            Status = status,
            What = what,
            Advice = advice,
            Evidence = evidence,
        };
}
