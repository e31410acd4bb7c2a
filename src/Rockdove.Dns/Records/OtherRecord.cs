namespace Rockdove.Dns;

/// <summary>A record of a type that is not taken apart here (RFC 3597).</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="TimeToLive">How long it may be kept.</param>
/// <param name="Kind">The type.</param>
/// <param name="Data">What is in it.</param>
public sealed record OtherRecord(DnsName Name, TimeSpan TimeToLive, DnsType Kind, ReadOnlyMemory<byte> Data)
    : DnsRecord(Name, TimeToLive)
{
    public override DnsType Type => Kind;

    public bool Equals(OtherRecord? other) =>
        other is not null && base.Equals(other) && Kind == other.Kind && Data.Span.SequenceEqual(other.Data.Span);

    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Kind, Data.Length);

    internal override void WriteData(DnsMessageWriter writer) => writer.Octets(Data.Span);
}
