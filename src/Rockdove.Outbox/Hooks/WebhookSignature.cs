using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Outbox;

/// <summary>
/// What proves that a notice is ours and new: HMAC-SHA256 (RFC 2104) over the time of the attempt in seconds since
/// 1970,
/// a full stop and the body, in small hexadecimal digits behind <c>sha256=</c>.
/// </summary>
public static class WebhookSignature
{
    public static string Of(Secret key, long timestamp, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.RevealOctets());
        mac.AppendData(Encoding.ASCII.GetBytes(timestamp.ToString(CultureInfo.InvariantCulture) + "."));
        mac.AppendData(body);
        return $"sha256={Convert.ToHexStringLower(mac.GetHashAndReset())}";
    }
}
