using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>One AUTH exchange (RFC 4954 section 4): base64 around what the mechanism says.</summary>
internal sealed class AuthScript(ISaslClient client)
{
    private string? _flaw; // Why the exchange was cancelled; what remains is to hear the server agree.
    private byte[]? _heldResponse; // An initial response too long for the command waits for an empty challenge.

    /// <summary>Writes AUTH, with the initial response if it fits.</summary>
    public void Start(IBufferWriter<byte> output)
    {
        output.Write("AUTH "u8);
        output.Write(Encoding.ASCII.GetBytes(client.Mechanism));
        if (client.HasInitialResponse)
        {
            var response = new ArrayBufferWriter<byte>();
            client.Next([], response);
            var encoded = Encode(response.WrittenSpan);
            if ("AUTH ".Length + client.Mechanism.Length + " \r\n".Length + encoded.Length <= CommandBytesLimit)
            {
                output.Write(" "u8);
                output.Write(encoded.Length == 0 ? "="u8 : encoded); // "=" is an empty one, nothing is none at all.
            }
            else
                _heldResponse = encoded;
        }

        output.Write("\r\n"u8);
    }

    /// <summary>True once the server has let us in and the mechanism believes it.</summary>
    public bool HasSucceeded { get; private set; }

    /// <summary>Takes a reply and writes what answers it; says what went wrong, or null.</summary>
    public Setback? Handle(SmtpResponse response, IBufferWriter<byte> output)
    {
        if (response.IsFailure)
        {
            return _flaw is null
                ? Setback.Refused("The server refused the login.")
                : new Setback(SmtpClientFailureCause.ServerNotAuthenticated, _flaw, IsInStep: true);
        }

        if (_flaw is not null)
            return Setback.Violation("A cancelled AUTH was not answered with a refusal.");
        if (response.IsSuccess)
        {
            HasSucceeded = client.IsComplete;
            return HasSucceeded ? null : new Setback(
                SmtpClientFailureCause.ServerNotAuthenticated,
                "The server let us in without proving that it knows the secret.");
        }

        if (!TryDecode(response, out var challenge))
            Cancel("A challenge is not base64.", output);
        else if (_heldResponse is null)
            Answer(challenge, output);
        else if (challenge.Length == 0)
        {
            WriteResponse(_heldResponse, output);
            _heldResponse = null;
        }
        else
            Cancel("A challenge came where our first response was due.", output);
        return null;
    }

    private void Answer(byte[] challenge, IBufferWriter<byte> output)
    {
        var response = new ArrayBufferWriter<byte>();
        switch (client.Next(challenge, response))
        {
            case SaslClientStatus.Failed:
                Cancel("The server did not prove that it knows the secret, or asked for what we do not do.", output);
                break;
            case SaslClientStatus.Malformed:
                Cancel($"A challenge does not follow the rules of {client.Mechanism}.", output);
                break;
            default:
                WriteResponse(Encode(response.WrittenSpan), output);
                break;
        }
    }

    private void WriteResponse(ReadOnlySpan<byte> encoded, IBufferWriter<byte> output)
    {
        if (encoded.Length + "\r\n".Length > ResponseBytesLimit)
        {
            Cancel($"A response is longer than the {ResponseBytesLimit} octets that RFC 4954 allows.", output);
            return;
        }

        output.Write(encoded);
        output.Write("\r\n"u8);
    }

    private void Cancel(string flaw, IBufferWriter<byte> output)
    {
        _flaw = flaw;
        output.Write("*\r\n"u8);
    }

    private static bool TryDecode(SmtpResponse response, out byte[] challenge)
    {
        challenge = [];
        var text = response.Lines[0];
        if (response.Lines.Count > 1 || text.Contains(' ', StringComparison.Ordinal) || !Base64.IsValid(text))
            return false;
        challenge = Convert.FromBase64String(text);
        return true;
    }

    private static byte[] Encode(ReadOnlySpan<byte> response)
    {
        var encoded = new byte[Base64.GetMaxEncodedToUtf8Length(response.Length)];
        Base64.EncodeToUtf8(response, encoded, out _, out var written);
        return encoded[..written];
    }

    /// <summary>RFC 5321 section 4.5.3.1.4; RFC 4954 section 4 does not lengthen it for an initial response.</summary>
    private const int CommandBytesLimit = 512;

    /// <summary>RFC 4954 section 4: the longest line of an exchange, CRLF included.</summary>
    private const int ResponseBytesLimit = 12288;
}
