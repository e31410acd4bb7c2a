using System.Security.Cryptography;
using System.Text;

namespace Rockdove.Wire;

/// <summary>A password or token. It prints as <c>***</c>, so it cannot reach a log by accident.</summary>
public sealed class Secret : IEquatable<Secret>
{
    private readonly byte[] _octets;

    /// <summary>Copies the octets, so that the secret outlives the buffer it was read from.</summary>
    public Secret(ReadOnlySpan<byte> octets) => _octets = octets.ToArray();

    public Secret(string text) => _octets = Encoding.UTF8.GetBytes(text);

    /// <summary>The octets themselves. The name is long so that its uses stand out in review.</summary>
    public ReadOnlySpan<byte> RevealOctets() => _octets;

    /// <summary>The text, read as UTF-8.</summary>
    public string RevealText() => Encoding.UTF8.GetString(_octets);

    /// <summary>Compares in a time that does not depend on where two secrets differ.</summary>
    public bool Equals(Secret? other) =>
        other is not null && CryptographicOperations.FixedTimeEquals(_octets, other._octets);

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => 0; // A hash would tell something of the secret, and nobody keys by one.

    public override string ToString() => "***";
}
