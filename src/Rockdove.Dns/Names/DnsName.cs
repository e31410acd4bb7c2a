using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;

namespace Rockdove.Dns;

/// <summary>
/// A domain name (RFC 1035 section 3.1): labels of any octets. Two names are equal when they differ in nothing but the
/// case of ASCII letters (RFC 4343).
/// </summary>
public sealed class DnsName : IEquatable<DnsName>
{
    private readonly byte[] _wire;

    private DnsName(byte[] wire) => _wire = wire;

    public static bool operator ==(DnsName? one, DnsName? other) => Equals(one, other);

    public static bool operator !=(DnsName? one, DnsName? other) => !Equals(one, other);

    /// <summary>The name without labels.</summary>
    public static DnsName Root { get; } = new([0]);

    /// <summary>Labels with their lengths in front, and the empty one at the end.</summary>
    public ReadOnlySpan<byte> Wire => _wire;

    public bool IsRoot => _wire.Length == 1;

    /// <summary>How many labels there are before the root's.</summary>
    public int LabelCount
    {
        get
        {
            var count = 0;
            for (var at = 0; _wire[at] != 0; at += _wire[at] + 1)
                count++;
            return count;
        }
    }

    /// <summary>The name without its first label; null for the root.</summary>
    public DnsName? Parent => IsRoot ? null : new(_wire[(_wire[0] + 1)..]);

    /// <summary>Reads a name as people write it.</summary>
    /// <exception cref="FormatException">It is none; <see cref="TryParse"/> says what is one.</exception>
    public static DnsName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"'{text}' is no domain name.");

    /// <summary>
    /// Reads a name as people write it: labels with dots between, a dot at the end or not, a backslash before a dot
    /// that is part of a label or before the three decimal digits of an octet (RFC 1035 section 5.1). Labels that are
    /// not ASCII become A-labels (RFC 5891).
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out DnsName? name)
    {
        name = null;
        if (string.IsNullOrEmpty(text))
            return false;
        if (text == ".")
        {
            name = Root;
            return true;
        }

        if (!Ascii.IsValid(text))
        {
            try
            {
                text = Idn.GetAscii(text.ToLowerInvariant());
            }
            catch (ArgumentException)
            {
                return false;
            }
        }

        return TryParseAscii(text, out name);
    }

    /// <summary>Takes a name as messages have it, without pointers and with nothing behind it.</summary>
    public static bool TryFromWire(ReadOnlySpan<byte> wire, [NotNullWhen(true)] out DnsName? name)
    {
        name = null;
        if (wire.Length is 0 or > MaximumBytes)
            return false;
        var at = 0;
        while (at < wire.Length && wire[at] != 0)
        {
            if (wire[at] > MaximumLabelBytes)
                return false;
            at += wire[at] + 1;
        }

        if (at != wire.Length - 1)
            return false;
        name = new DnsName(wire.ToArray());
        return true;
    }

    /// <summary>The name under which an address is asked for its name (RFC 1035 section 3.5, RFC 3596).</summary>
    public static DnsName OfAddress(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var octets = address.GetAddressBytes();
        var text = new StringBuilder();
        for (var i = octets.Length - 1; i >= 0; i--)
        {
            if (octets.Length == 4)
                text.Append(CultureInfo.InvariantCulture, $"{octets[i]}.");
            else
                text.Append(CultureInfo.InvariantCulture, $"{octets[i] & 15:x}.{octets[i] >> 4:x}.");
        }

        return Parse(text.Append(octets.Length == 4 ? "in-addr.arpa" : "ip6.arpa").ToString());
    }

    /// <summary>Puts labels in front, as in <c>_25._tcp</c>; false when the whole would be too long.</summary>
    /// <exception cref="FormatException">These are no labels.</exception>
    public bool TryPrepend(string labels, [NotNullWhen(true)] out DnsName? name)
    {
        var front = Parse(labels)._wire.AsSpan()[..^1];
        name = front.Length + _wire.Length > MaximumBytes ? null : new([.. front, .. _wire]);
        return name is not null;
    }

    /// <summary>True for the name itself and for those beneath it.</summary>
    public bool IsAtOrUnder(DnsName ancestor)
    {
        ArgumentNullException.ThrowIfNull(ancestor);
        for (var name = this; name is not null; name = name.Parent)
        {
            if (name.Equals(ancestor))
                return true;
        }

        return false;
    }

    /// <remarks>A length is below the letters, so it is left alone by what makes letters small.</remarks>
    public bool Equals(DnsName? other)
    {
        if (other is null || other._wire.Length != _wire.Length)
            return false;
        for (var i = 0; i < _wire.Length; i++)
        {
            if (Small(_wire[i]) != Small(other._wire[i]))
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as DnsName);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var octet in _wire)
            hash.Add(Small(octet));
        return hash.ToHashCode();
    }

    /// <summary>As people write it, without the dot at the end.</summary>
    public override string ToString()
    {
        if (IsRoot)
            return ".";
        var text = new StringBuilder();
        for (var at = 0; _wire[at] != 0; at += _wire[at] + 1)
        {
            if (at > 0)
                text.Append('.');
            foreach (var octet in _wire.AsSpan(at + 1, _wire[at]))
            {
                if (octet is (byte)'.' or (byte)'\\')
                    text.Append('\\').Append((char)octet);
                else if (octet is > (byte)' ' and < 0x7F)
                    text.Append((char)octet);
                else
                    text.Append(CultureInfo.InvariantCulture, $"\\{octet:000}");
            }
        }

        return text.ToString();
    }

    private static byte Small(byte octet) => octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet | 0x20) : octet;

    private static bool TryParseAscii(string text, [NotNullWhen(true)] out DnsName? name)
    {
        name = null;
        var wire = new ArrayBufferWriter<byte>(text.Length + 2);
        var label = new List<byte>(MaximumLabelBytes);
        for (var at = 0; at < text.Length; at++)
        {
            var octet = (int)text[at];
            if (octet == '.')
            {
                if (!TryAppend(wire, label))
                    return false;
                continue;
            }

            if (octet == '\\' && !TryUnescape(text, ref at, out octet))
                return false;
            label.Add((byte)octet);
        }

        if (text[^1] != '.' || label.Count > 0)
        {
            if (!TryAppend(wire, label))
                return false;
        }

        wire.Write<byte>([0]);
        if (wire.WrittenCount > MaximumBytes)
            return false;
        name = new DnsName(wire.WrittenSpan.ToArray());
        return true;
    }

    private static bool TryAppend(ArrayBufferWriter<byte> wire, List<byte> label)
    {
        if (label.Count is 0 or > MaximumLabelBytes)
            return false;
        ReadOnlySpan<byte> octets = [(byte)label.Count, .. label];
        wire.Write(octets);
        label.Clear();
        return true;
    }

    private static bool TryUnescape(string text, ref int at, out int octet)
    {
        octet = 0;
        if (++at == text.Length)
            return false;
        octet = text[at];
        if (!char.IsAsciiDigit(text[at]))
            return true;
        if (at + 3 > text.Length
            || !int.TryParse(text.AsSpan(at, 3), NumberStyles.None, CultureInfo.InvariantCulture, out octet)
            || octet > byte.MaxValue)
            return false;
        at += 2;
        return true;
    }

    /// <summary>RFC 1035 section 2.3.4.</summary>
    public const int MaximumLabelBytes = 63;

    /// <summary>RFC 1035 section 2.3.4, with the lengths of labels and the root's.</summary>
    public const int MaximumBytes = 255;

    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };
}
