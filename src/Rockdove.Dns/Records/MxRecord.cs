namespace Rockdove.Dns;

/// <summary>Who takes mail (RFC 1035 section 3.3.9).</summary>
/// <param name="Name">For whom.</param>
/// <param name="TimeToLive">How long it may be kept.</param>
/// <param name="Preference">The lowest is tried first.</param>
/// <param name="Exchange">The host; the root when no mail is taken at all (RFC 7505).</param>
public sealed record MxRecord(DnsName Name, TimeSpan TimeToLive, ushort Preference, DnsName Exchange)
    : DnsRecord(Name, TimeToLive)
{
    public override DnsType Type => DnsType.Mx;

    internal override void WriteData(DnsMessageWriter writer)
    {
        writer.UInt16(Preference);
        writer.Name(Exchange);
    }

    internal static MxRecord? Read(DnsName name, TimeSpan timeToLive, ref DnsCursor data) =>
        data.TryUInt16(out var preference) && data.TryName(out var exchange)
            ? new(name, timeToLive, preference, exchange)
            : null;
}
