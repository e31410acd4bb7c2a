namespace Rockdove.Dns;

/// <summary>Where a service is (RFC 2782).</summary>
/// <param name="Name">Which.</param>
/// <param name="TimeToLive">How long it may be kept.</param>
/// <param name="Priority">The lowest is tried first.</param>
/// <param name="Weight">How much of the load it gets among those of its priority.</param>
/// <param name="Port">Its port.</param>
/// <param name="Target">Its host; the root when there is no such service.</param>
public sealed record SrvRecord(
    DnsName Name, TimeSpan TimeToLive, ushort Priority, ushort Weight, ushort Port, DnsName Target)
    : DnsRecord(Name, TimeToLive)
{
    public override DnsType Type => DnsType.Srv;

    internal override void WriteData(DnsMessageWriter writer)
    {
        writer.UInt16(Priority);
        writer.UInt16(Weight);
        writer.UInt16(Port);
        writer.Octets(Target.Wire); // Not compressed: RFC 2782, "Target".
    }

    internal static SrvRecord? Read(DnsName name, TimeSpan timeToLive, ref DnsCursor data) =>
        data.TryUInt16(out var priority) && data.TryUInt16(out var weight) && data.TryUInt16(out var port)
        && data.TryName(out var target)
            ? new(name, timeToLive, priority, weight, port, target)
            : null;
}
