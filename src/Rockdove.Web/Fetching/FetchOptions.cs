namespace Rockdove.Web;

/// <summary>
/// How far a catcher may go into the network for whoever looks at a mail: to see where links lead, and to fetch
/// pictures. Who sent the mail chose the addresses, so none of it happens unless these options are given.
/// </summary>
public sealed record FetchOptions
{
    /// <summary>
    /// Lets it go to loopback, private and unique-local addresses too, for an application under development has its
    /// links there. Link-local addresses and the metadata services of clouds stay closed.
    /// </summary>
    public bool AllowsPrivateNetworks { get; init; }

    /// <summary>
    /// How long one address may take, with all redirects: a page that is slower is a fault to a reader.
    /// </summary>
    public TimeSpan Patience
    {
        get;
        init => field = value > TimeSpan.Zero && value <= LongestPatience
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Patience), value, $"More than 0, {LongestPatience} at most.");
    } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of <see cref="Patience"/>.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A request holds a connection of its own meanwhile.</summary>
    public static readonly TimeSpan LongestPatience = TimeSpan.FromMinutes(1);
}
