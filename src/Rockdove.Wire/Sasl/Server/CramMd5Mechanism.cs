using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Rockdove.Wire;

/// <summary>CRAM-MD5 (RFC 2195): the client proves the password by a keyed digest of our challenge.</summary>
/// <remarks>
/// The server must know the password itself (<see cref="ClearSecret"/>); with any other stored secret the exchange
/// fails. The password is used octet by octet as it is: the RFC predates SASLprep.
/// </remarks>
public sealed class CramMd5Mechanism() : SaslMechanism(SaslMechanisms.CramMd5)
{
    public override bool RevealsSecret => false;

    public override ISaslServer Begin(SaslContext context) => new Exchange(context);

    private sealed class Exchange(SaslContext context) : SaslExchange(SaslMechanisms.CramMd5, clientFirst: false)
    {
        private readonly byte[] _digest = new byte[CramMd5.DigestOctets];
        private byte[]? _challenge;

        protected override SaslStatus Respond(ReadOnlySpan<byte> response, IBufferWriter<byte> challenge)
        {
            if (_challenge is not null)
                return TakeProof(response);
            if (!response.IsEmpty)
                return SaslStatus.Malformed; // RFC 4954 section 4: no initial response when the server speaks first.
            _challenge = MakeChallenge();
            challenge.Write(_challenge);
            return SaslStatus.Continue;
        }

        protected override SaslStatus UseSecret(StoredSecret? secret, IBufferWriter<byte> challenge)
        {
            // An unknown account costs the same computation as a known one.
            var known = secret as ClearSecret;
            Span<byte> expected = stackalloc byte[CramMd5.DigestOctets];
            CramMd5.WriteDigest(known is null ? default : known.Password.RevealOctets(), _challenge, expected);
            var isProved = CryptographicOperations.FixedTimeEquals(expected, _digest);
            return isProved && known is not null ? SaslStatus.Decide : SaslStatus.Failed;
        }

        // A name may contain spaces, a digest may not: the last space separates them.
        private SaslStatus TakeProof(ReadOnlySpan<byte> response)
        {
            var space = response.LastIndexOf((byte)' ');
            if (space < 1 || !CramMd5.IsDigest(response[(space + 1)..]))
                return SaslStatus.Malformed;
            if (!SaslPrep.TryPrepare(response[..space], out string? identity))
                return SaslStatus.Failed;

            response[(space + 1)..].CopyTo(_digest);
            Credentials = new Credentials(Mechanism, CredentialKind.Proved, identity);
            return SaslStatus.NeedsSecret;
        }

        // RFC 2195 section 2 wants a msg-id that never repeats. We have no clock here, and 128 random bits are better.
        private byte[] MakeChallenge()
        {
            Span<byte> random = stackalloc byte[16];
            context.FillRandom(random);
            var left = BinaryPrimitives.ReadUInt64BigEndian(random);
            var right = BinaryPrimitives.ReadUInt64BigEndian(random[8..]);
            return Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"<{left}.{right}@{context.HostName}>"));
        }
    }
}
