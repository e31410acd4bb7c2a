namespace Rockdove.Prober;

/// <summary>A way that mail is sent: there is another one back.</summary>
/// <param name="From">The name of the account that sends.</param>
/// <param name="To">The name of the account that gets it.</param>
public readonly record struct ProbePair(string From, string To)
{
    public override string ToString() => $"{From} -> {To}";
}
