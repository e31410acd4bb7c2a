namespace Rockdove.Dns;

/// <summary>The name is another one's alias (RFC 1035 section 3.3.1).</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="TimeToLive">How long it may be kept.</param>
/// <param name="Target">The other one.</param>
public sealed record CnameRecord(DnsName Name, TimeSpan TimeToLive, DnsName Target) : DnsRecord(Name, TimeToLive)
{
    public override DnsType Type => DnsType.Cname;

    internal override void WriteData(DnsMessageWriter writer) => writer.Name(Target);
}

/// <summary>A server of the zone (RFC 1035 section 3.3.11).</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="TimeToLive">How long it may be kept.</param>
/// <param name="Server">The server.</param>
public sealed record NsRecord(DnsName Name, TimeSpan TimeToLive, DnsName Server) : DnsRecord(Name, TimeToLive)
{
    public override DnsType Type => DnsType.Ns;

    internal override void WriteData(DnsMessageWriter writer) => writer.Name(Server);
}

/// <summary>The name of an address (RFC 1035 section 3.3.12).</summary>
/// <param name="Name">Whose it is: <see cref="DnsName.OfAddress"/>.</param>
/// <param name="TimeToLive">How long it may be kept.</param>
/// <param name="Target">The name.</param>
public sealed record PtrRecord(DnsName Name, TimeSpan TimeToLive, DnsName Target) : DnsRecord(Name, TimeToLive)
{
    public override DnsType Type => DnsType.Ptr;

    internal override void WriteData(DnsMessageWriter writer) => writer.Name(Target);
}
