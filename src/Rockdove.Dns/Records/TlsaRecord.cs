namespace Rockdove.Dns;

/// <summary>Which certificates a service has (RFC 6698 section 2.1, RFC 7671).</summary>
/// <param name="Name">Which service: port and protocol before the host.</param>
/// <param name="TimeToLive">How long it may be kept.</param>
/// <param name="Usage">2 for an authority's certificate, 3 for the server's own; 0 and 1 need public authorities
/// too.</param>
/// <param name="Selector">0 for the whole certificate, 1 for its public key.</param>
/// <param name="Matching">0 for the octets themselves, 1 for their SHA-256, 2 for their SHA-512.</param>
/// <param name="Data">What is compared.</param>
public sealed record TlsaRecord(
    DnsName Name, TimeSpan TimeToLive, byte Usage, byte Selector, byte Matching, ReadOnlyMemory<byte> Data)
    : DnsRecord(Name, TimeToLive)
{
    public override DnsType Type => DnsType.Tlsa;

    public bool Equals(TlsaRecord? other) =>
        other is not null && base.Equals(other)
        && (Usage, Selector, Matching) == (other.Usage, other.Selector, other.Matching)
        && Data.Span.SequenceEqual(other.Data.Span);

    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Usage, Selector, Matching, Data.Length);

    internal override void WriteData(DnsMessageWriter writer)
    {
        writer.Octets([Usage, Selector, Matching]);
        writer.Octets(Data.Span);
    }

    internal static TlsaRecord? Read(DnsName name, TimeSpan timeToLive, ref DnsCursor data) =>
        data.TryByte(out var usage) && data.TryByte(out var selector) && data.TryByte(out var matching)
        && data.TryTake(data.Left, out var octets)
            ? new(name, timeToLive, usage, selector, matching, octets.ToArray())
            : null;
}
