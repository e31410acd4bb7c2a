using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Imap;

/// <summary>One login: SASL, else LOGIN. It writes lines and takes answers.</summary>
internal sealed class ClientLogin
{
    private readonly SaslLogin _login;
    private readonly ISaslClient? _sasl;

    private ClientLogin(SaslLogin login, ISaslClient? sasl) => (_login, _sasl) = (login, sasl);

    /// <summary>Why the exchange was cancelled; null while it was not.</summary>
    public string? Flaw { get; private set; }

    /// <summary>The server must not be believed when it says yes.</summary>
    public bool LacksProof => _sasl is { IsComplete: false };

    /// <summary>A challenge may come.</summary>
    public bool IsExchange => _sasl is not null && Flaw is null;

    /// <summary>Chooses the best way that is offered and allowed; null when there is none.</summary>
    public static ClientLogin? Choose(ImapClientOptions options, ImapServerCapabilities capabilities, bool isSecure)
    {
        var login = options.Login!;
        var policy = new SaslPolicy
        {
            IsEncrypted = isSecure,
            RevealSecretsInClear = options.RevealSecretsInClear,
            Mechanisms = options.Mechanisms,
        };
        var selection = SaslClientSelector.Select(capabilities.Mechanisms, login, policy);
        if (selection.IsSelected)
            return new ClientLogin(login, selection.Client);
        var allowsLogin = options.Mechanisms is null && login.Password is not null
            && !capabilities.Has("LOGINDISABLED") && (isSecure || options.RevealSecretsInClear);
        return allowsLogin ? new ClientLogin(login, null) : null;
    }

    /// <summary>The command to begin with.</summary>
    public ImapCommand Command(ImapServerCapabilities capabilities)
    {
        if (_sasl is null)
        {
            return new ImapCommand("LOGIN").String(_login.UserName).Octets(_login.Password!.RevealOctets());
        }

        var command = new ImapCommand("AUTHENTICATE").Atoms(_sasl.Mechanism);
        if (!_sasl.HasInitialResponse || !capabilities.Has("SASL-IR"))
            return command;
        var response = new ArrayBufferWriter<byte>();
        _sasl.Next([], response);
        return command.Atoms(response.WrittenCount == 0 ? "=" : Convert.ToBase64String(response.WrittenSpan));
    }

    /// <summary>Answers a challenge.</summary>
    public void Respond(ReadOnlySpan<byte> challenge, IBufferWriter<byte> output)
    {
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(challenge.Length)];
        var response = new ArrayBufferWriter<byte>();
        if (Base64.DecodeFromUtf8(challenge, decoded, out _, out var length) != OperationStatus.Done)
            Cancel("A challenge is not base64.", output);
        else if (_sasl!.Next(decoded.AsSpan(0, length), response)
            is SaslClientStatus.Continue or SaslClientStatus.Succeeded)
            output.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(response.WrittenSpan) + "\r\n"));
        else
            Cancel($"A challenge of {_sasl.Mechanism} breaks its rules, or proves nothing.", output);
    }

    private void Cancel(string flaw, IBufferWriter<byte> output)
    {
        Flaw = flaw;
        output.Write("*\r\n"u8);
    }
}
