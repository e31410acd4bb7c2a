using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>
/// The opening of a session: greeting, hello, STARTTLS and hello again, AUTH. It needs no decisions of the caller, only
/// its options.
/// </summary>
internal sealed class OpeningScript(SmtpClientOptions options)
{
    private State _state = State.Greeting;
    private AuthScript? _auth;

    public SmtpResponse? Greeting { get; private set; }

    public SmtpCapabilities Capabilities { get; private set; } = SmtpCapabilities.None;

    public bool IsSecure { get; private set; } = options.IsSecure;

    public bool IsAuthenticated => _auth?.HasSucceeded == true;

    public bool IsFinished => _state == State.Finished;

    /// <summary>The server said yes to STARTTLS: nothing but a handshake may come now.</summary>
    public bool AwaitsHandshake => _state == State.Handshake;

    public SmtpClientPhase Phase => _state switch
    {
        State.Greeting => SmtpClientPhase.Greeting,
        State.HelloDue or State.Ehlo or State.Helo => SmtpClientPhase.Hello,
        State.StartTls or State.Handshake => SmtpClientPhase.StartTls,
        State.Auth => SmtpClientPhase.Auth,
        _ => SmtpClientPhase.Ready,
    };

    /// <summary>What was learnt in the clear is forgotten (RFC 3207 section 4.2).</summary>
    public void TlsStarted()
    {
        IsSecure = true;
        Capabilities = SmtpCapabilities.None;
        _state = State.HelloDue;
    }

    /// <summary>Writes what may be said now.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        if (_state != State.HelloDue)
            return;
        var verb = options.Dialect == SmtpDialect.Lmtp ? "LHLO"u8 : "EHLO"u8;
        CommandLines.WriteHello(output, verb, options.HelloName);
        _state = State.Ehlo;
    }

    /// <summary>Takes a reply and writes what follows from it; says what went wrong, or null.</summary>
    public Setback? Handle(SmtpResponse response, IBufferWriter<byte> output) => _state switch
    {
        State.Greeting => HandleGreeting(response),
        State.Ehlo or State.Helo => HandleHello(response, output),
        State.StartTls => HandleStartTls(response, output),
        _ => HandleAuth(response, output),
    };

    private Setback? HandleGreeting(SmtpResponse response)
    {
        Greeting = response;
        if (response.IsFailure)
            return Setback.Refused("The server does not take our mail.");
        if (response.IsIntermediate)
            return Setback.Violation("The greeting is an intermediate reply.");
        _state = State.HelloDue;
        return null;
    }

    private Setback? HandleHello(SmtpResponse response, IBufferWriter<byte> output)
    {
        if (response.IsIntermediate)
            return Setback.Violation("The hello was answered with an intermediate reply.");
        if (response.IsSuccess)
        {
            Capabilities = _state == State.Ehlo ? SmtpCapabilities.Parse(response) : SmtpCapabilities.None;
            return GoOnAfterHello(output);
        }

        if (response.IsTemporaryFailure || _state == State.Helo || options.Dialect == SmtpDialect.Lmtp)
            return Setback.Refused("The server refused the hello.");

        // RFC 5321 section 3.2: a server that does not know EHLO gets HELO, once.
        CommandLines.WriteHello(output, "HELO"u8, options.HelloName);
        _state = State.Helo;
        return null;
    }

    private Setback? GoOnAfterHello(IBufferWriter<byte> output)
    {
        if (IsSecure || options.Tls == SmtpTlsPolicy.Never)
            return GoOnAfterTls(output);
        if (Capabilities.Offers("STARTTLS"))
        {
            output.Write("STARTTLS\r\n"u8);
            _state = State.StartTls;
            return null;
        }

        if (options.Tls == SmtpTlsPolicy.Opportunistic)
            return GoOnAfterTls(output);
        _state = State.StartTls;
        return new Setback(
            SmtpClientFailureCause.TlsNotOffered,
            "TLS is required and the server does not offer STARTTLS.",
            IsInStep: true);
    }

    private Setback? HandleStartTls(SmtpResponse response, IBufferWriter<byte> output)
    {
        if (response.IsIntermediate)
            return Setback.Violation("STARTTLS was answered with an intermediate reply.");
        if (response.IsFailure)
        {
            return options.Tls == SmtpTlsPolicy.Opportunistic
                ? GoOnAfterTls(output)
                : Setback.Refused("The server refused STARTTLS.");
        }

        _state = State.Handshake;
        return null;
    }

    private Setback? GoOnAfterTls(IBufferWriter<byte> output)
    {
        if (options.Login is not { } login)
        {
            _state = State.Finished;
            return null;
        }

        _state = State.Auth;
        SaslSelection selection;
        try
        {
            selection = SaslClientSelector.Select(
                Capabilities.AuthMechanisms, login, options.Sasl with { IsEncrypted = IsSecure });
        }
        catch (ArgumentException exception)
        {
            // The login holds what the mechanism cannot carry, such as a NUL: our caller's mistake, found by the
            // server's offer.
            return new Setback(SmtpClientFailureCause.NoMechanism, exception.Message, IsInStep: true);
        }

        if (!selection.IsSelected)
            return new Setback(SmtpClientFailureCause.NoMechanism, Explain(selection.Outcome), IsInStep: true);
        _auth = new AuthScript(selection.Client);
        _auth.Start(output);
        return null;
    }

    private Setback? HandleAuth(SmtpResponse response, IBufferWriter<byte> output)
    {
        var setback = _auth!.Handle(response, output);
        if (_auth.HasSucceeded)
            _state = State.Finished;
        return setback;
    }

    private static string Explain(SaslSelectionOutcome outcome) => outcome switch
    {
        SaslSelectionOutcome.NeedsEncryption =>
            "Every mechanism that the server offers would reveal the secret, and the connection is not encrypted.",
        SaslSelectionOutcome.LacksSecret => "What the server offers needs a secret of another kind.",
        _ => "The server offers no mechanism that we know and allow.",
    };

    private enum State : byte
    {
        Greeting,
        HelloDue,
        Ehlo,
        Helo,
        StartTls,
        Handshake,
        Auth,
        Finished,
    }
}
