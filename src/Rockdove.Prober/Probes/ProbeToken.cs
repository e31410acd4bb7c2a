using System.Buffers.Text;
using System.Security.Cryptography;

namespace Rockdove.Prober;

/// <summary>Fifteen random octets that name one probe; as text they are twenty characters of base64url.</summary>
public readonly record struct ProbeToken
{
    private readonly UInt128 _value;

    private ProbeToken(UInt128 value) => _value = value;

    public static ProbeToken New()
    {
        Span<byte> octets = stackalloc byte[Octets];
        RandomNumberGenerator.Fill(octets);
        return FromOctets(octets);
    }

    /// <exception cref="ArgumentException">They are not fifteen.</exception>
    public static ProbeToken FromOctets(ReadOnlySpan<byte> octets)
    {
        if (octets.Length != Octets)
            throw new ArgumentException($"A token has {Octets} octets, not {octets.Length}.", nameof(octets));
        var value = UInt128.Zero;
        foreach (var octet in octets)
            value = (value << 8) | octet;
        return new ProbeToken(value);
    }

    /// <summary>Reads the text of a token.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ProbeToken token)
    {
        token = default;
        Span<byte> octets = stackalloc byte[Octets];
        if (text.Length != Characters
            || Base64Url.DecodeFromChars(text, octets, out _, out var written) != System.Buffers.OperationStatus.Done
            || written != Octets)
            return false;
        token = FromOctets(octets);
        return true;
    }

    public byte[] ToOctets()
    {
        var octets = new byte[Octets];
        for (var (i, rest) = (Octets - 1, _value); i >= 0; i--, rest >>= 8)
            octets[i] = (byte)rest;
        return octets;
    }

    public override string ToString() => Base64Url.EncodeToString(ToOctets());

    /// <summary>As maping has it: 120 bits are not guessed, and divide into characters of base64.</summary>
    public const int Octets = 15;

    private const int Characters = 20;
}
