namespace Rockdove.Catcher;

/// <summary>What an inbox shall be. Anything may be left out.</summary>
public sealed record NewInbox
{
    /// <summary>
    /// 1 to <see cref="LongestName"/> of <c>a-z 0-9 . _ -</c>, in any case; null for one that nobody can guess.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// What belongs to it; null for what comes by its port, and without one <see cref="InboxBinding.Of"/> its name.
    /// </summary>
    public InboxBinding? Binding { get; init; }

    /// <summary>
    /// A port of its own: all mail that comes by it belongs to the inbox, besides what <see cref="Binding"/> takes. 1
    /// to 65535, or 0 for one that is free; null for none.
    /// </summary>
    public int? Port { get; init; }

    /// <summary>How long it stays unused: <see cref="ShortestKept"/> to <see cref="LongestKept"/>.</summary>
    public TimeSpan KeptUnused { get; init; } = UsuallyKept;

    /// <summary>How much of what comes it keeps.</summary>
    public InboxRetention Retention { get; init; } = InboxRetention.Everything;

    /// <exception cref="ArgumentException">Some of it is none.</exception>
    internal void Validate()
    {
        if (Name is { } name && (name.Length is 0 or > LongestName || !name.All(IsOfName)))
        {
            throw new ArgumentException(
                $"The name of an inbox is 1 to {LongestName} letters, digits, '.', '_' and '-'.");
        }

        if (Binding is { } binding)
            Validate(binding);
        if (Port is < 0 or > LastPort)
        {
            throw new ArgumentException(
                $"The port of an inbox is 1 to {LastPort}, or 0 for one that is free; {Port} is none.");
        }

        if (KeptUnused < ShortestKept || KeptUnused > LongestKept)
        {
            throw new ArgumentException(
                $"An inbox is kept unused for {ShortestKept.TotalSeconds} to {LongestKept.TotalSeconds} seconds.");
        }

        Retention.Validate();
    }

    private static void Validate(InboxBinding binding)
    {
        if (binding.Count is 0 or > InboxBinding.MostNames)
        {
            throw new ArgumentException(
                $"An inbox is bound by 1 to {InboxBinding.MostNames} users, recipients, domains and tags.");
        }

        foreach (var bound in (ReadOnlySpan<string>)
            [.. binding.Users, .. binding.Recipients, .. binding.Domains, .. binding.Tags])
        {
            if (bound is null || bound.Length is 0 or > InboxBinding.LongestName)
                throw new ArgumentException($"What binds an inbox is 1 to {InboxBinding.LongestName} characters.");
        }
    }

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';

    /// <summary>Characters: what fits behind the plus of an address (RFC 5321 section 4.5.3.1.1: 64 octets).</summary>
    public const int LongestName = 50;

    public static readonly TimeSpan ShortestKept = TimeSpan.FromSeconds(1);

    /// <summary>A week: longer than any run of tests.</summary>
    public static readonly TimeSpan LongestKept = TimeSpan.FromDays(7);

    /// <summary>Longer than a pause at a breakpoint, shorter than a day of runs that clean nothing up.</summary>
    public static readonly TimeSpan UsuallyKept = TimeSpan.FromHours(1);

    private const int LastPort = 65535;
}
