namespace Rockdove.Dns;

/// <summary>One record of the class IN.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="TimeToLive">How long it may be kept.</param>
public abstract record DnsRecord(DnsName Name, TimeSpan TimeToLive)
{
    public abstract DnsType Type { get; }

    /// <summary>Writes what is behind the length.</summary>
    internal abstract void WriteData(DnsMessageWriter writer);
}
