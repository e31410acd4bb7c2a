namespace Rockdove.Wire;

/// <summary>
/// Knows which client lines of one conversation carry a secret, so that a <see cref="TranscriptRecorder"/> can hide it.
/// One redactor serves one conversation and is told its lines in the order in which they ended.
/// </summary>
/// <remarks>
/// Lines come without CRLF, and only the first <see cref="TranscriptRecorder.PieceBytes"/> octets of a longer one.
/// When in doubt, hide: a transcript with too little in it is a nuisance, one with a password in it is an incident.
/// </remarks>
public interface ITranscriptRedactor
{
    /// <summary>
    /// How many octets at the start of this client line may be shown: its length when there is no secret in it. The
    /// rest is written as <c>***</c>, whatever its length.
    /// </summary>
    int VisibleOctets(ReadOnlySpan<byte> clientLine);

    /// <summary>The server said this; it may make the client's next line a secret.</summary>
    void OnServerLine(ReadOnlySpan<byte> serverLine);
}
