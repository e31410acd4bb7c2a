using System.Net;
using System.Net.Sockets;

namespace Rockdove.Dns;

/// <summary>A or AAAA (RFC 1035 section 3.4.1, RFC 3596).</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="TimeToLive">How long it may be kept.</param>
/// <param name="Address">The address; its family decides the type.</param>
public sealed record AddressRecord(DnsName Name, TimeSpan TimeToLive, IPAddress Address) : DnsRecord(Name, TimeToLive)
{
    public override DnsType Type => Address.AddressFamily == AddressFamily.InterNetwork ? DnsType.A : DnsType.Aaaa;

    internal override void WriteData(DnsMessageWriter writer) => writer.Octets(Address.GetAddressBytes());

    internal static AddressRecord? Read(DnsName name, TimeSpan timeToLive, ref DnsCursor data, int bytes) =>
        data.Left == bytes && data.TryTake(bytes, out var octets)
            ? new(name, timeToLive, new IPAddress(octets))
            : null;
}
