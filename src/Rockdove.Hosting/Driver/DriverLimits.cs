namespace Rockdove.Hosting;

/// <summary>The bounds that need a clock, beside the patience that an engine states with each wait.</summary>
public sealed record DriverLimits
{
    /// <summary>
    /// The slowest a message may come once <see cref="ContentGrace"/> is over, in octets a second of waiting. Kestrel
    /// asks
    /// for 240 of HTTP bodies; 100 is a modem of 1980, so only a drip is slower. Zero means no bound.
    /// </summary>
    public int ContentBytesPerSecond { get; init; } = 100;

    /// <summary>Waiting that a message may cost before its pace counts.</summary>
    public TimeSpan ContentGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The age at which a session ends with 421 whatever it does. Four hours empties any sane queue.</summary>
    public TimeSpan Session { get; init; } = TimeSpan.FromHours(4);

    /// <summary>How long a handler may take for one answer; then it is cancelled, and the answer is 451.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a peer may leave our output lying unread before the connection is cut.</summary>
    public TimeSpan Flush { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a TLS handshake may take.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Throws when a bound makes no sense.</summary>
    /// <exception cref="ArgumentException">Names the bound.</exception>
    public void Validate()
    {
        if (ContentBytesPerSecond < 0)
            throw new ArgumentException($"{nameof(ContentBytesPerSecond)} is {ContentBytesPerSecond}; 0 is the least.");
        Positive(ContentGrace, nameof(ContentGrace));
        Positive(Session, nameof(Session));
        Positive(Answer, nameof(Answer));
        Positive(Flush, nameof(Flush));
        Positive(Handshake, nameof(Handshake));
    }

    private static void Positive(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero)
            throw new ArgumentException($"{name} is {value}; it must be more than nothing.", name);
    }
}
