using System.Buffers;
using System.Text;

namespace Rockdove.Wire;

/// <summary>What every exchange on the client's side has in common: once it has failed it stays failed.</summary>
internal abstract class SaslClientExchange(string mechanism, bool revealsSecret, bool hasInitialResponse) : ISaslClient
{
    private SaslClientStatus _status = SaslClientStatus.Continue;

    public string Mechanism { get; } = mechanism;

    public bool RevealsSecret { get; } = revealsSecret;

    public bool HasInitialResponse { get; } = hasInitialResponse;

    public bool IsComplete => _status == SaslClientStatus.Succeeded;

    public bool ServerIsProved { get; protected set; }

    public string? ServerError { get; private set; }

    public SaslClientStatus Next(ReadOnlySpan<byte> challenge, IBufferWriter<byte> response) => _status = _status switch
    {
        SaslClientStatus.Continue => Respond(challenge, response),
        SaslClientStatus.Succeeded => RespondAfterEnd(challenge, response),
        _ => _status,
    };

    protected abstract SaslClientStatus Respond(ReadOnlySpan<byte> challenge, IBufferWriter<byte> response);

    /// <summary>Everything is said, and yet the server asks. Only OAuth has a meaning for that.</summary>
    protected virtual SaslClientStatus RespondAfterEnd(
        ReadOnlySpan<byte> challenge, IBufferWriter<byte> response) => SaslClientStatus.Malformed;

    protected void KeepError(ReadOnlySpan<byte> text)
    {
        var kept = new StringBuilder();
        foreach (var rune in Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxErrorOctets)]).EnumerateRunes())
        {
            if (kept.Length + rune.Utf16SequenceLength > ISaslClient.MaxErrorCharacters)
                break;
            kept.Append(Rune.IsControl(rune) ? Rune.ReplacementChar : rune);
        }

        ServerError = kept.ToString();
    }

    /// <summary>A name as the mechanism sends it; the caller's own mistake is an exception.</summary>
    protected static string PrepareName(string name) =>
        SaslPrep.TryPrepare(name, out string? prepared)
            ? prepared
            : throw new ArgumentException("A name is empty or holds characters that none may.", nameof(name));

    protected static string? PrepareOptionalName(string? name) =>
        string.IsNullOrEmpty(name) ? null : PrepareName(name);

    protected static Secret PreparePassword(Secret? password) =>
        password is not null && SaslPrep.TryPrepare(password.RevealOctets(), out Secret? prepared)
            ? prepared
            : throw new ArgumentException(
                "A password is missing, empty or holds characters that none may.", nameof(password));

    // No UTF-8 character of one UTF-16 unit has more than three octets.
    private const int MaxErrorOctets = 3 * ISaslClient.MaxErrorCharacters;
}
