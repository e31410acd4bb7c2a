using System.Buffers;

namespace Rockdove.Wire;

/// <summary>
/// CRAM-MD5 for catchers and mocks that let anybody in: the digest is not compared, for there is no password to compare
/// it with.
/// </summary>
/// <remarks>Honest only where any password does. SCRAM cannot be had so: there the server proves itself too.</remarks>
public sealed class UncheckedCramMd5Mechanism() : SaslMechanism(SaslMechanisms.CramMd5)
{
    private readonly CramMd5Mechanism _mechanism = new();

    public override bool RevealsSecret => false;

    public override ISaslServer Begin(SaslContext context) => new Exchange(_mechanism.Begin(context));

    private sealed class Exchange(ISaslServer inner) : ISaslServer
    {
        public string Mechanism => inner.Mechanism;

        public bool ClientFirst => inner.ClientFirst;

        /// <summary>Of a password that we have not seen: nothing was proved.</summary>
        public Credentials? Credentials => inner.Credentials is { } claimed
            ? claimed with { Kind = CredentialKind.Password }
            : null;

        public SaslStatus Next(ReadOnlySpan<byte> response, IBufferWriter<byte> challenge)
        {
            var status = inner.Next(response, challenge);
            return status == SaslStatus.NeedsSecret ? SaslStatus.Decide : status;
        }

        public SaslStatus Provide(StoredSecret? secret, IBufferWriter<byte> challenge) => SaslStatus.Failed;

        public SaslStatus Accept(IBufferWriter<byte> challenge) => SaslStatus.Succeeded;

        public SaslStatus Refuse(IBufferWriter<byte> challenge) => SaslStatus.Failed;
    }
}
