namespace Rockdove.Dns;

/// <summary>The beginning of a zone (RFC 1035 section 3.3.13).</summary>
/// <param name="Name">The zone.</param>
/// <param name="TimeToLive">How long it may be kept.</param>
/// <param name="Server">Where the zone is written.</param>
/// <param name="Mailbox">Who is responsible, with a dot for the at.</param>
/// <param name="Serial">The zone's version.</param>
/// <param name="Refresh">How often copies are compared.</param>
/// <param name="Retry">How soon again after that failed.</param>
/// <param name="Expire">After how long without news a copy is of no use.</param>
/// <param name="Minimum">How long it may be kept that something is not there (RFC 2308 section 4).</param>
public sealed record SoaRecord(
    DnsName Name,
    TimeSpan TimeToLive,
    DnsName Server,
    DnsName Mailbox,
    uint Serial,
    TimeSpan Refresh,
    TimeSpan Retry,
    TimeSpan Expire,
    TimeSpan Minimum) : DnsRecord(Name, TimeToLive)
{
    public override DnsType Type => DnsType.Soa;

    internal override void WriteData(DnsMessageWriter writer)
    {
        writer.Name(Server);
        writer.Name(Mailbox);
        writer.UInt32(Serial);
        writer.Seconds(Refresh);
        writer.Seconds(Retry);
        writer.Seconds(Expire);
        writer.Seconds(Minimum);
    }

    internal static SoaRecord? Read(DnsName name, TimeSpan timeToLive, ref DnsCursor data) =>
        data.TryName(out var server) && data.TryName(out var mailbox) && data.TryUInt32(out var serial)
        && data.TrySeconds(out var refresh) && data.TrySeconds(out var retry) && data.TrySeconds(out var expire)
        && data.TrySeconds(out var minimum)
            ? new(name, timeToLive, server, mailbox, serial, refresh, retry, expire, minimum)
            : null;
}
