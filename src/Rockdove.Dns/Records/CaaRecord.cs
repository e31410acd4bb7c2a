using System.Text;

namespace Rockdove.Dns;

/// <summary>Who may issue certificates (RFC 8659 section 4.1).</summary>
/// <param name="Name">For whom.</param>
/// <param name="TimeToLive">How long it may be kept.</param>
/// <param name="IsCritical">True when an authority that does not know the tag must not issue.</param>
/// <param name="Tag">Such as <c>issue</c>, <c>issuewild</c>, <c>iodef</c>.</param>
/// <param name="Value">The authority and its parameters; for <c>iodef</c>, whom to tell.</param>
public sealed record CaaRecord(DnsName Name, TimeSpan TimeToLive, bool IsCritical, string Tag, string Value)
    : DnsRecord(Name, TimeToLive)
{
    public override DnsType Type => DnsType.Caa;

    internal override void WriteData(DnsMessageWriter writer)
    {
        writer.Octets([IsCritical ? Critical : (byte)0]);
        writer.CharacterString(Encoding.Latin1.GetBytes(Tag));
        writer.Octets(Encoding.Latin1.GetBytes(Value));
    }

    internal static CaaRecord? Read(DnsName name, TimeSpan timeToLive, ref DnsCursor data) =>
        data.TryByte(out var flags) && data.TryCharacterString(out var tag) && tag.Length > 0
        && data.TryTake(data.Left, out var value)
            ? new(
                name,
                timeToLive,
                (flags & Critical) != 0,
                Encoding.Latin1.GetString(tag),
                Encoding.Latin1.GetString(value))
            : null;

    private const byte Critical = 0x80;
}
