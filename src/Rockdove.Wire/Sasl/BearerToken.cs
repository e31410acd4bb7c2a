using System.Buffers;

namespace Rockdove.Wire;

/// <summary>The value <c>Bearer token</c>, as HTTP's Authorization header has it (RFC 6750 section 2.1).</summary>
internal static class BearerToken
{
    /// <summary>True for any Bearer value; the scheme is case-insensitive (RFC 7628 section 4).</summary>
    public static bool TryRead(ReadOnlySpan<byte> authorization, out ReadOnlySpan<byte> token)
    {
        token = default;
        if (authorization.Length <= Scheme.Length
            || !System.Text.Ascii.EqualsIgnoreCase(authorization[..Scheme.Length], Scheme))
            return false;
        token = authorization[Scheme.Length..];
        return IsToken(token);
    }

    /// <summary><c>b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="</c></summary>
    public static bool IsToken(ReadOnlySpan<byte> token)
    {
        var body = token.TrimEnd((byte)'=');
        return !body.IsEmpty && !body.ContainsAnyExcept(TokenOctets);
    }

    private static ReadOnlySpan<byte> Scheme => "Bearer "u8;

    private static readonly SearchValues<byte> TokenOctets =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/"u8);
}
