using System.Buffers;

namespace Rockdove.Wire;

/// <summary>What every exchange on the server's side has in common: it fails closed.</summary>
/// <remarks>
/// A call that is not due changes nothing and returns <see cref="SaslStatus.Failed"/>. So an
/// <see cref="Accept"/> before <see cref="SaslStatus.Decide"/>, or after a failure, can never let anybody in.
/// </remarks>
internal abstract class SaslExchange(string mechanism, bool clientFirst) : ISaslServer
{
    private SaslStatus _status = SaslStatus.Continue;

    public string Mechanism { get; } = mechanism;

    public bool ClientFirst { get; } = clientFirst;

    public Credentials? Credentials { get; protected set; }

    public SaslStatus Next(ReadOnlySpan<byte> response, IBufferWriter<byte> challenge) =>
        _status == SaslStatus.Continue ? _status = Respond(response, challenge) : SaslStatus.Failed;

    public SaslStatus Provide(StoredSecret? secret, IBufferWriter<byte> challenge) =>
        _status == SaslStatus.NeedsSecret ? _status = UseSecret(secret, challenge) : SaslStatus.Failed;

    public SaslStatus Accept(IBufferWriter<byte> challenge) =>
        _status == SaslStatus.Decide ? _status = FinishAccepted(challenge) : SaslStatus.Failed;

    public SaslStatus Refuse(IBufferWriter<byte> challenge) =>
        _status == SaslStatus.Decide ? _status = FinishRefused(challenge) : SaslStatus.Failed;

    protected abstract SaslStatus Respond(ReadOnlySpan<byte> response, IBufferWriter<byte> challenge);

    protected virtual SaslStatus UseSecret(StoredSecret? secret, IBufferWriter<byte> challenge) => SaslStatus.Failed;

    protected virtual SaslStatus FinishAccepted(IBufferWriter<byte> challenge) => SaslStatus.Succeeded;

    protected virtual SaslStatus FinishRefused(IBufferWriter<byte> challenge) => SaslStatus.Failed;

    /// <summary>Sets the credentials, and leaves the rest to the host.</summary>
    protected SaslStatus Decide(Credentials credentials)
    {
        Credentials = credentials;
        return SaslStatus.Decide;
    }
}
