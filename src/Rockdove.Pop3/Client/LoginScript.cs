using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Pop3;

/// <summary>One login: SASL (RFC 5034), else APOP, else USER and PASS. It writes lines and takes answers.</summary>
internal sealed class LoginScript
{
    private readonly ISaslClient? _sasl;
    private readonly string? _apop;
    private readonly SaslLogin _login;
    private bool _nameWasSent;

    private LoginScript(SaslLogin login, ISaslClient? sasl, string? apop) =>
        (_login, _sasl, _apop) = (login, sasl, apop);

    /// <summary>Why the exchange was cancelled; null while it was not.</summary>
    public string? Flaw { get; private set; }

    /// <summary>The server must not be believed when it says yes.</summary>
    public bool LacksProof => _sasl is { IsComplete: false };

    /// <summary>Chooses the best way that is offered and allowed; null when there is none.</summary>
    public static LoginScript? Choose(
        Pop3ClientOptions options, SaslLogin login, Pop3Capabilities capabilities, string? challenge, bool isSecure)
    {
        var policy = new SaslPolicy
        {
            IsEncrypted = isSecure,
            RevealSecretsInClear = options.RevealSecretsInClear,
            Mechanisms = options.Mechanisms,
        };
        var selection = SaslClientSelector.Select(capabilities.Of("SASL"), login, policy);
        if (selection.IsSelected)
            return new LoginScript(login, selection.Client, null);
        if (login.Password is null)
            return null;
        if (options.AllowsApop && challenge is not null)
            return new LoginScript(login, null, challenge);

        // A server that does not know CAPA has USER all the same (RFC 1939 section 7).
        var hasUser = capabilities.Has("USER") || ReferenceEquals(capabilities, Pop3Capabilities.None);
        return hasUser && (isSecure || options.RevealSecretsInClear) ? new LoginScript(login, null, null) : null;
    }

    public void Start(IBufferWriter<byte> output)
    {
        if (_apop is not null)
        {
            WriteLine(output, $"APOP {_login.UserName} {Digest()}");
        }
        else if (_sasl is null)
        {
            WriteLine(output, $"USER {_login.UserName}");
        }
        else
        {
            output.Write(Encoding.ASCII.GetBytes($"AUTH {_sasl.Mechanism}\r\n"));
        }
    }

    /// <summary>Takes a positive answer; true when that was the last one.</summary>
    public bool Accept(IBufferWriter<byte> output)
    {
        if (_sasl is not null || _apop is not null || _nameWasSent)
            return true;
        _nameWasSent = true;
        output.Write("PASS "u8);
        output.Write(_login.Password!.RevealOctets());
        output.Write("\r\n"u8);
        return false;
    }

    /// <summary>
    /// Answers a challenge of SASL. An initial response waits for an empty one: so every server takes it, however long
    /// it is.
    /// </summary>
    public void Respond(ReadOnlySpan<byte> challenge, IBufferWriter<byte> output)
    {
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(challenge.Length)];
        var response = new ArrayBufferWriter<byte>();
        if (Base64.DecodeFromUtf8(challenge, decoded, out _, out var length) != OperationStatus.Done)
            Cancel("A challenge is not base64.", output);
        else if (_sasl!.Next(decoded.AsSpan(0, length), response)
            is SaslClientStatus.Continue or SaslClientStatus.Succeeded)
            Write(response.WrittenSpan, output);
        else
            Cancel($"A challenge of {_sasl.Mechanism} breaks its rules, or proves nothing.", output);
    }

    /// <summary>True when a challenge may come.</summary>
    public bool IsExchange => _sasl is not null && Flaw is null;

    /// <summary>A name or password that would be two lines is the caller's mistake.</summary>
    public static void Demand(SaslLogin login)
    {
        if (login.UserName.AsSpan().ContainsAny("\r\n\0")
            || (login.Password is { } password && password.RevealOctets().ContainsAny("\r\n\0"u8)))
            throw new ArgumentException("A name or password with CR, LF or NUL cannot be sent.", nameof(login));
    }

    private void Cancel(string flaw, IBufferWriter<byte> output)
    {
        Flaw = flaw;
        output.Write("*\r\n"u8);
    }

    private string Digest()
    {
        byte[] text = [.. Encoding.ASCII.GetBytes(_apop!), .. _login.Password!.RevealOctets()];

        // MD5 is what APOP is; that is why it is a switch, and off.
#pragma warning disable CA5351
        return Convert.ToHexStringLower(MD5.HashData(text));
#pragma warning restore CA5351
    }

    private static void Write(ReadOnlySpan<byte> response, IBufferWriter<byte> output)
    {
        var encoded = new byte[Base64.GetMaxEncodedToUtf8Length(response.Length)];
        Base64.EncodeToUtf8(response, encoded, out _, out var written);
        output.Write(encoded.AsSpan(0, written));
        output.Write("\r\n"u8);
    }

    private static void WriteLine(IBufferWriter<byte> output, string line) =>
        output.Write(Encoding.UTF8.GetBytes(line + "\r\n"));
}
