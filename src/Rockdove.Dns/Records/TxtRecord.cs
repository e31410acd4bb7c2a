using System.Text;

namespace Rockdove.Dns;

/// <summary>Text (RFC 1035 section 3.3.14).</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="TimeToLive">How long it may be kept.</param>
/// <param name="Strings">Its strings, of 255 octets at most each.</param>
public sealed record TxtRecord(DnsName Name, TimeSpan TimeToLive, IReadOnlyList<ReadOnlyMemory<byte>> Strings)
    : DnsRecord(Name, TimeToLive)
{
    public override DnsType Type => DnsType.Txt;

    /// <summary>
    /// The strings joined without anything between them, as SPF, DKIM and DMARC want it (RFC 7208 section 3.3). Octets
    /// beyond ASCII are told one by one as Latin-1, so that nothing is lost.
    /// </summary>
    public string Text => string.Concat(Strings.Select(one => Encoding.Latin1.GetString(one.Span)));

    /// <summary>A record that holds this text, cut into strings where it is longer than one.</summary>
    public static TxtRecord Of(DnsName name, TimeSpan timeToLive, string text)
    {
        var octets = Encoding.Latin1.GetBytes(text);
        return new(
            name, timeToLive, [.. octets.Chunk(MaximumStringBytes).Select(one => new ReadOnlyMemory<byte>(one))]);
    }

    public bool Equals(TxtRecord? other) =>
        other is not null && base.Equals(other) && Strings.Count == other.Strings.Count
        && Strings.Zip(other.Strings).All(pair => pair.First.Span.SequenceEqual(pair.Second.Span));

    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Text);

    internal override void WriteData(DnsMessageWriter writer)
    {
        foreach (var one in Strings)
            writer.CharacterString(one.Span);
        if (Strings.Count == 0)
            writer.CharacterString([]);
    }

    internal static TxtRecord? Read(DnsName name, TimeSpan timeToLive, ref DnsCursor data)
    {
        var strings = new List<ReadOnlyMemory<byte>>();
        do
        {
            if (!data.TryCharacterString(out var one))
                return null;
            strings.Add(one.ToArray());
        }
        while (data.Left > 0);
        return new(name, timeToLive, strings);
    }

    private const int MaximumStringBytes = 255;
}
