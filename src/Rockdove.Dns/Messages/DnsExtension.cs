using System.Text;

namespace Rockdove.Dns;

/// <summary>EDNS: what the record OPT says (RFC 6891 section 6.1).</summary>
public sealed record DnsExtension
{
    /// <summary>The largest message that the sender takes over UDP.</summary>
    public required ushort PayloadBytes { get; init; }

    /// <summary>Zero is the only version there is.</summary>
    public byte Version { get; init; }

    /// <summary>The sender wants signatures with the answer (DO, RFC 3225).</summary>
    public bool WantsSignatures { get; init; }

    /// <summary>Options, by their number.</summary>
    public IReadOnlyList<DnsOption> Options { get; init; } = [];

    /// <summary>Why the answer is what it is, in words (RFC 8914); null when the server does not say.</summary>
    public string? Explanation => Options.FirstOrDefault(option => option.Code == ExtendedError) is { } error
        ? Explain(error.Data.Span)
        : null;

    internal void Write(DnsMessageWriter writer, DnsResponseCode responseCode)
    {
        writer.Octets([0]);
        writer.UInt16((ushort)DnsType.Opt);
        writer.UInt16(PayloadBytes);
        writer.Octets([(byte)((int)responseCode >> 4), Version]);
        writer.UInt16(WantsSignatures ? DnssecOk : (ushort)0);
        writer.UInt16((ushort)Options.Sum(option => option.Data.Length + 4));
        foreach (var option in Options)
        {
            writer.UInt16(option.Code);
            writer.UInt16((ushort)option.Data.Length);
            writer.Octets(option.Data.Span);
        }
    }

    /// <summary>Null when the options do not fill their place.</summary>
    internal static DnsExtension? Read(ushort payloadBytes, uint extended, ref DnsCursor data)
    {
        var options = new List<DnsOption>();
        while (data.Left > 0)
        {
            if (!data.TryUInt16(out var code) || !data.TryUInt16(out var bytes) || !data.TryTake(bytes, out var octets))
                return null;
            options.Add(new DnsOption(code, octets.ToArray()));
        }

        return new DnsExtension
        {
            PayloadBytes = payloadBytes,
            Version = (byte)(extended >> 16),
            WantsSignatures = (extended & DnssecOk) != 0,
            Options = options,
        };
    }

    private static string? Explain(ReadOnlySpan<byte> data)
    {
        if (data.Length < 2)
            return null;
        var code = (data[0] << 8) | data[1];
        var name = code < ErrorNames.Length ? ErrorNames[code] : $"error {code}";
        var text = Encoding.UTF8.GetString(data[2..]).TrimEnd('\0');
        text = string.Concat(text.Where(one => !char.IsControl(one)));
        return text.Length == 0 ? name : $"{name}: {text}";
    }

    private const ushort DnssecOk = 0x8000;
    private const ushort ExtendedError = 15;

    /// <summary>RFC 8914 section 4.</summary>
    private static readonly string[] ErrorNames =
    [
        "other error", "unsupported DNSKEY algorithm", "unsupported DS digest", "stale answer", "forged answer",
        "DNSSEC indeterminate", "DNSSEC bogus", "signature expired", "signature not yet valid", "DNSKEY missing",
        "RRSIGs missing", "no zone key bit set", "NSEC missing", "cached error", "not ready", "blocked", "censored",
        "filtered", "prohibited", "stale NXDOMAIN answer", "not authoritative", "not supported",
        "no reachable authority", "network error", "invalid data",
    ];
}

/// <summary>An option of EDNS (RFC 6891 section 6.1.2).</summary>
/// <param name="Code">Its number.</param>
/// <param name="Data">What is in it.</param>
public sealed record DnsOption(ushort Code, ReadOnlyMemory<byte> Data);
