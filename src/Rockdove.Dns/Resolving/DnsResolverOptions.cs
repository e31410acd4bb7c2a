using System.Net;

namespace Rockdove.Dns;

/// <summary>Whom a resolver asks, and how long.</summary>
public sealed record DnsResolverOptions
{
    /// <summary>
    /// Resolvers that ask others for us, tried in this order. Those of the system when nothing is said.
    /// </summary>
    public IReadOnlyList<IPEndPoint> Servers
    {
        get => field ??= DnsServers.OfSystem();
        init => field = value is { Count: > 0 and <= MaximumServers }
            ? value
            : throw new ArgumentException($"One server at least, and {MaximumServers} at most.", nameof(Servers));
    }

    /// <summary>
    /// How long to wait for one server, once. Resolvers that have to ask far away take a second or two.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How often each server is asked: a datagram can get lost.</summary>
    public int Attempts
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Attempts), value, null);
    } = 2;

    /// <summary>
    /// The largest answer taken over UDP: what passes nearly every network in one piece (DNS flag day 2020). What is
    /// larger comes over TCP.
    /// </summary>
    public ushort PayloadBytes
    {
        get;
        init => field = value >= 512
            ? value
            : throw new ArgumentOutOfRangeException(nameof(PayloadBytes), value, "512 at least (RFC 6891 6.2.3).");
    } = 1232;

    /// <summary>
    /// Mixes small and large letters in what is asked, and takes only answers that repeat them: harder to forge. Off,
    /// for some servers do not repeat them.
    /// </summary>
    public bool MixesCase { get; init; }

    /// <summary>How many questions may wait for servers at once; more wait for their turn.</summary>
    public int MaximumInFlight
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaximumInFlight), value, null);
    } = 64;

    /// <summary>How many aliases are followed: more than any sane zone has.</summary>
    public int MaximumAliases
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaximumAliases), value, null);
    } = 8;

    /// <summary>How many answers are kept, for as long as they hold; 0 for none.</summary>
    public int KeptAnswers
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(KeptAnswers), value, null);
    } = 1000;

    /// <summary>No answer is kept longer, whatever it says: a check is to see what is there now.</summary>
    public TimeSpan LongestKept { get; init; } = TimeSpan.FromMinutes(5);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>As many as resolvers of C libraries know, and some: each costs its patience when it is gone.</summary>
    public const int MaximumServers = 8;
}
