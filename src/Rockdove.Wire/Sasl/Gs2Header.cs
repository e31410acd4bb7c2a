using System.Buffers;

namespace Rockdove.Wire;

/// <summary>The header that SCRAM (RFC 5802 section 7) and OAUTHBEARER (RFC 7628 section 3.1) share.</summary>
/// <param name="BindsChannel">True for <c>p=</c>: the client insists on channel binding.</param>
/// <param name="AuthorizationIdentity">The prepared authzid; null when there is none.</param>
/// <param name="LengthOctets">The octets of the header, with both commas.</param>
internal readonly record struct Gs2Header(bool BindsChannel, string? AuthorizationIdentity, int LengthOctets)
{
    /// <summary>Reads <c>gs2-header = gs2-cbind-flag "," [ authzid ] ","</c> from the start of a message.</summary>
    /// <returns>
    /// Continue when it is well formed, Malformed when it is not, Failed when the authzid cannot be prepared.
    /// </returns>
    public static SaslStatus Read(ReadOnlySpan<byte> message, out Gs2Header header)
    {
        header = default;
        var comma = message.IndexOf((byte)',');
        if (comma < 0 || !IsFlag(message[..comma]))
            return SaslStatus.Malformed;
        var flag = message[..comma];
        var rest = message[(comma + 1)..];
        var end = rest.IndexOf((byte)',');
        if (end < 0)
            return SaslStatus.Malformed;

        string? actAs = null;
        if (end > 0)
        {
            if (!rest.StartsWith("a="u8) || !SaslName.TryDecode(rest[2..end], out var name))
                return SaslStatus.Malformed;
            if (!SaslPrep.TryPrepare(name, out actAs))
                return SaslStatus.Failed;
        }

        header = new Gs2Header(flag[0] == 'p', actAs, comma + 1 + end + 1);
        return SaslStatus.Continue;
    }

    /// <summary>Writes the header of a client that knows nothing of channel binding.</summary>
    public static void Write(string? authorizationIdentity, IBufferWriter<byte> output)
    {
        output.Write("n,"u8);
        if (!string.IsNullOrEmpty(authorizationIdentity))
        {
            output.Write("a="u8);
            SaslName.Write(authorizationIdentity, output);
        }

        output.Write(","u8);
    }

    private static bool IsFlag(ReadOnlySpan<byte> flag) =>
        flag.SequenceEqual("n"u8)
        || flag.SequenceEqual("y"u8)
        || (flag.Length > 2 && flag.StartsWith("p="u8) && !flag[2..].ContainsAnyExcept(ChannelBindingName));

    private static readonly SearchValues<byte> ChannelBindingName =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-"u8);
}
