using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

public sealed class SmtpClientOpeningTests
{
    private static readonly SmtpClientOptions Opportunistic =
        Conversation.Options with { Tls = SmtpTlsPolicy.Opportunistic };

    private static readonly SmtpClientOptions Required = Conversation.Options with { Tls = SmtpTlsPolicy.Required };

    [Fact]
    public void The_client_waits_for_the_greeting_before_it_speaks() => Conversation.Play(c =>
    {
        c.Is(SmtpClientStepKind.NeedInput);
        Assert.Equal(SmtpClientPhase.Greeting, c.Engine.Phase);
        c.Client();
        c.Server("220-mx.test", "220 ESMTP");
        c.Client("EHLO c.example");
        Assert.Equal(SmtpClientPhase.Hello, c.Engine.Phase);
        c.Offer("PIPELINING");
        c.Is(SmtpClientStepKind.Ready);
        c.Client();
        Assert.Equal("220 mx.test ESMTP", c.Engine.Greeting!.ToString());
    });

    [Fact]
    public void A_whole_session_ends_with_quit() => Conversation.Play(c =>
    {
        c.Open();
        c.Do(engine => engine.Quit());
        c.Client("QUIT");
        Assert.Equal(SmtpClientPhase.Quit, c.Engine.Phase);
        c.Server("221 2.0.0 Bye");
        c.Is(SmtpClientStepKind.Done);
        Assert.Null(c.Engine.Failure);
    });

    [Theory]
    [InlineData("500 what?")]
    [InlineData("421 closing")]
    [InlineData("garbage")]
    [InlineData(null)]
    public void Nothing_depends_on_the_answer_to_quit(string? answer) => Conversation.Play(c =>
    {
        c.Open();
        c.Do(engine => engine.Quit());
        if (answer is null)
            c.Signal(Signal.PeerClosed);
        else
            c.Server(answer);
        c.Is(SmtpClientStepKind.Done);
        Assert.Null(c.Engine.Failure);
    });

    [Theory]
    [InlineData("554 5.7.1 no service", SmtpClientFailureCause.Refused, true, true)]
    [InlineData("450 later", SmtpClientFailureCause.Refused, false, true)]
    [InlineData("421 4.3.2 busy", SmtpClientFailureCause.ServiceClosing, false, false)]
    [InlineData("354 what", SmtpClientFailureCause.ProtocolViolation, false, false)]
    [InlineData("+OK POP3 ready", SmtpClientFailureCause.ProtocolViolation, false, false)]
    public void K4_a_greeting_that_refuses_is_a_failure_of_its_phase(
        string greeting, SmtpClientFailureCause cause, bool isPermanent, bool canQuit) => Conversation.Play(c =>
    {
        c.Server(greeting);
        Assert.Equal(isPermanent, c.Fails(SmtpClientPhase.Greeting, cause).IsPermanent);
        Assert.Equal(canQuit, c.Engine.CanQuit);
        c.Client();
    });

    [Fact]
    public void A_failure_in_step_can_be_left_with_quit() => Conversation.Play(c =>
    {
        c.Server("554 no");
        c.Is(SmtpClientStepKind.Failed);
        c.Do(engine => engine.Quit());
        c.Client("QUIT");
        c.Is(SmtpClientStepKind.NeedInput);
        c.Server("221 bye");
        c.Is(SmtpClientStepKind.Done);
        Assert.Equal(SmtpClientPhase.Greeting, c.Engine.Failure!.Phase);
        Assert.Equal(SmtpClientPhase.Greeting, c.Engine.Phase);
    });

    [Theory]
    [InlineData("500 what")]
    [InlineData("502 5.5.1 not implemented")]
    [InlineData("550 no")]
    public void K11_ehlo_that_is_refused_is_followed_by_helo_once(string refusal) => Conversation.Play(c =>
    {
        c.Server("220 mx.test");
        c.Client("EHLO c.example");
        c.Server(refusal);
        c.Client("HELO c.example");
        c.Server("250 mx.test");
        c.Is(SmtpClientStepKind.Ready);
        Assert.Empty(c.Engine.Capabilities.Keywords);
    });

    [Fact]
    public void K11_helo_that_is_refused_ends_it() => Conversation.Play(c =>
    {
        c.Server("220 mx.test");
        c.Server("500 what");
        c.TakeOutput();
        c.Server("550 5.7.1 go away");
        c.Fails(SmtpClientPhase.Hello, SmtpClientFailureCause.Refused);
        Assert.True(c.Engine.CanQuit);
        c.Client();
    });

    [Fact]
    public void A_temporary_refusal_of_ehlo_is_not_asked_again_with_helo() => Conversation.Play(c =>
    {
        c.Server("220 mx.test");
        c.Client("EHLO c.example");
        c.Server("450 not now");
        Assert.False(c.Fails(SmtpClientPhase.Hello, SmtpClientFailureCause.Refused).IsPermanent);
        c.Client();
    });

    [Fact]
    public void What_a_helo_reply_lists_is_not_a_capability() => Conversation.Play(c =>
    {
        c.Server("220 mx.test");
        c.Server("500 what");
        c.Server("250-mx.test", "250 PIPELINING");
        c.Is(SmtpClientStepKind.Ready);
        Assert.False(c.Engine.Capabilities.Offers("PIPELINING"));
    });

    [Fact]
    public void Lmtp_says_lhlo_and_knows_no_fallback() =>
        Conversation.Play(Conversation.Options with { Dialect = SmtpDialect.Lmtp }, c =>
        {
            c.Server("220 mx.test LMTP");
            c.Client("LHLO c.example");
            c.Server("500 what");
            c.Fails(SmtpClientPhase.Hello, SmtpClientFailureCause.Refused);
            c.Client();
        });

    [Theory]
    [InlineData(SmtpTlsPolicy.Opportunistic)]
    [InlineData(SmtpTlsPolicy.Required)]
    public void STARTTLS_is_followed_by_a_new_hello_and_new_capabilities(SmtpTlsPolicy policy) =>
        Conversation.Play(Conversation.Options with { Tls = policy }, c =>
        {
            c.Server("220 mx.test");
            c.Client("EHLO c.example");
            c.Offer("STARTTLS", "SIZE 7", "AUTH PLAIN");
            c.Client("STARTTLS");
            Assert.Equal(SmtpClientPhase.StartTls, c.Engine.Phase);
            c.Server("220 2.0.0 go");
            c.Is(SmtpClientStepKind.StartTls);
            Assert.False(c.Engine.IsSecure);
            c.Client();
            c.Signal(Signal.TlsStarted);
            Assert.True(c.Engine.IsSecure);
            c.Client("EHLO c.example");
            Assert.Empty(c.Engine.Capabilities.Keywords);
            c.Offer("PIPELINING", "STARTTLS");
            c.Is(SmtpClientStepKind.Ready);
            c.Client();
            Assert.Null(c.Engine.Capabilities.MessageBytesLimit);
            Assert.Empty(c.Engine.Capabilities.AuthMechanisms);
        });

    [Fact]
    public void STARTTLS_is_not_asked_for_when_it_is_not_wanted_or_not_needed()
    {
        foreach (var options in new[] { Conversation.Options, Required with { IsSecure = true } })
        {
            Conversation.Play(options, c =>
            {
                c.Open("STARTTLS");
                c.Client();
                Assert.Equal(options.IsSecure, c.Engine.IsSecure);
            });
        }
    }

    [Fact]
    public void Opportunistic_goes_on_in_the_clear_when_tls_is_not_offered() => Conversation.Play(Opportunistic, c =>
    {
        c.Open("PIPELINING");
        Assert.False(c.Engine.IsSecure);
    });

    [Theory]
    [InlineData("454 4.7.0 not now")]
    [InlineData("502 no")]
    public void Opportunistic_goes_on_in_the_clear_when_tls_is_refused(string refusal) =>
        Conversation.Play(Opportunistic, c =>
        {
            c.Server("220 mx.test");
            c.Offer("STARTTLS");
            c.Server(refusal);
            c.Is(SmtpClientStepKind.Ready);
            c.Client("EHLO c.example", "STARTTLS");
            Assert.True(c.Engine.Capabilities.Offers("STARTTLS"));
        });

    [Fact]
    public void Required_does_not_go_on_when_tls_is_not_offered() => Conversation.Play(Required, c =>
    {
        c.Server("220 mx.test");
        c.Offer("PIPELINING");
        Assert.Null(c.Fails(SmtpClientPhase.StartTls, SmtpClientFailureCause.TlsNotOffered).Response);
        Assert.True(c.Engine.CanQuit);
        c.Client("EHLO c.example");
    });

    [Fact]
    public void Required_does_not_go_on_after_helo() => Conversation.Play(Required, c =>
    {
        c.Server("220 mx.test");
        c.Server("500 what");
        c.Server("250 mx.test");
        c.Fails(SmtpClientPhase.StartTls, SmtpClientFailureCause.TlsNotOffered);
    });

    [Fact]
    public void Required_does_not_go_on_when_tls_is_refused() => Conversation.Play(Required, c =>
    {
        c.Server("220 mx.test");
        c.Offer("STARTTLS");
        c.Server("454 4.7.0 not now");
        Assert.Equal(454, c.Fails(SmtpClientPhase.StartTls, SmtpClientFailureCause.Refused).Response!.Code);
    });

    [Theory]
    [InlineData("250 injected\r\n")]
    [InlineData("250-mx.test\r\n250 AUTH PLAIN\r\n")]
    [InlineData("2")]
    [InlineData("\r\n")]
    public void T8_bytes_after_the_reply_to_STARTTLS_are_an_attack(string injected) => Conversation.Play(Required, c =>
    {
        c.Server("220 mx.test");
        c.Offer("STARTTLS");
        c.TakeOutput();
        c.Raw("220 ok\r\n" + injected);
        c.Fails(SmtpClientPhase.StartTls, SmtpClientFailureCause.InjectedBeforeTls);
        Assert.False(c.Engine.CanQuit);
        Assert.False(c.Engine.IsSecure);
        c.Client();
        Assert.Throws<InvalidOperationException>(() => c.Engine.Signal(Signal.TlsStarted));
    });

    [Fact]
    public void T8_opportunistic_does_not_go_on_in_the_clear_after_an_attack() => Conversation.Play(Opportunistic, c =>
    {
        c.Server("220 mx.test");
        c.Offer("STARTTLS");
        c.Server("220 ok", "250 injected");
        c.Fails(SmtpClientPhase.StartTls, SmtpClientFailureCause.InjectedBeforeTls);
    });

    [Fact]
    public void A_handshake_that_fails_ends_it() => Conversation.Play(Opportunistic, c =>
    {
        c.Server("220 mx.test");
        c.Offer("STARTTLS");
        c.Server("220 ok");
        c.Do(engine => engine.TlsFailed("The certificate is not for mx.test."));
        Assert.Contains(
            "certificate", c.Fails(SmtpClientPhase.StartTls, SmtpClientFailureCause.TlsFailed).Explanation,
            StringComparison.Ordinal);
        Assert.False(c.Engine.CanQuit);
    });

    [Fact]
    public void A_server_that_speaks_without_being_asked_is_not_listened_to() => Conversation.Play(c =>
    {
        c.Open();
        c.Server("250 surprise");
        c.Fails(SmtpClientPhase.Ready, SmtpClientFailureCause.ProtocolViolation);
    });

    [Fact]
    public void A_421_while_idle_is_a_server_that_closes() => Conversation.Play(c =>
    {
        c.Open();
        c.Server("421 4.4.2 idle too long");
        c.Fails(SmtpClientPhase.Ready, SmtpClientFailureCause.ServiceClosing);
    });

    [Theory]
    [InlineData(Signal.PeerClosed, SmtpClientFailureCause.PeerClosed)]
    [InlineData(Signal.TimedOut, SmtpClientFailureCause.TimedOut)]
    public void K4_a_lost_link_is_a_failure_of_the_phase_it_was_lost_in(Signal signal, SmtpClientFailureCause cause)
    {
        Conversation.Play(c =>
        {
            c.Signal(signal);
            c.Fails(SmtpClientPhase.Greeting, cause);
        });
        Conversation.Play(c =>
        {
            c.Raw("220 mx.test\r\n250-half a re");
            c.Signal(signal);
            Assert.False(c.Fails(SmtpClientPhase.Hello, cause).IsPermanent);
        });
        Conversation.Play(c =>
        {
            c.Open();
            c.Signal(signal);
            c.Fails(SmtpClientPhase.Ready, cause);
        });
    }

    [Fact]
    public void Commands_of_the_callers_own_are_answered() => Conversation.Play(c =>
    {
        c.Open();
        c.Do(engine => engine.Send("VRFY user"));
        c.Client("VRFY user");
        Assert.Equal(SmtpClientPhase.Command, c.Engine.Phase);
        c.Server("252 2.5.2 perhaps");
        c.Is(SmtpClientStepKind.Ready);
        Assert.Equal(252, c.Engine.LastResponse!.Code);
        c.Do(engine => engine.Send("NOOP"));
        c.Client("NOOP");
        c.Server("250 ok");
        c.Is(SmtpClientStepKind.Ready);
    });

    [Theory]
    [InlineData("NOOP\r\nQUIT")]
    [InlineData("NOOP\n")]
    [InlineData("NOOP\0")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("DATA")]
    [InlineData("bdat 5 LAST")]
    [InlineData("MAIL FROM:<>")]
    [InlineData("StartTls")]
    public void Commands_that_would_move_the_session_are_refused(string line) => Conversation.Play(c =>
    {
        c.Open();
        Assert.Throws<ArgumentException>(nameof(line), () => c.Engine.Send(line));
        c.Is(SmtpClientStepKind.Ready);
    });

    [Fact]
    public void Calls_out_of_turn_are_our_own_mistakes() => Conversation.Play(c =>
    {
        Assert.Throws<InvalidOperationException>(() => c.Engine.Begin(new OutgoingEnvelope("", "a@example.org")));
        Assert.Throws<InvalidOperationException>(() => c.Engine.Send("NOOP"));
        Assert.Throws<InvalidOperationException>(() => c.Engine.Quit());
        Assert.Throws<InvalidOperationException>(() => c.Engine.Signal(Signal.TlsStarted));
        Assert.Throws<InvalidOperationException>(() => c.Engine.TlsFailed(""));
        c.Open();
        Assert.Throws<InvalidOperationException>(() => c.Content("", force: true));
    });

    [Fact]
    public void Each_phase_has_a_patience_of_its_own()
    {
        var options = Required with
        {
            Timeouts = new SmtpClientTimeouts
            {
                Greeting = TimeSpan.FromSeconds(1),
                Command = TimeSpan.FromSeconds(2),
                Mail = TimeSpan.FromSeconds(3),
                Recipient = TimeSpan.FromSeconds(4),
                DataInitiation = TimeSpan.FromSeconds(5),
                DataBlock = TimeSpan.FromSeconds(6),
                DataTermination = TimeSpan.FromSeconds(7),
                Quit = TimeSpan.FromSeconds(8),
            },
        };
        Conversation.Play(options, c =>
        {
            void Patience(int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), c.Step.Patience);
            Patience(1);
            c.Server("220 mx.test");
            Patience(2);
            c.Offer("STARTTLS");
            Patience(2);
            c.Server("220 go");
            Patience(2);
            c.Signal(Signal.TlsStarted);
            Patience(2);
            c.Offer();
            c.Begin(new OutgoingEnvelope("", "a@example.org"));
            Patience(3);
            c.Server("250 ok");
            Patience(4);
            c.Server("250 ok");
            Patience(5);
            c.Server("354 go");
            Patience(6);
            c.Content("x\r\n");
            Patience(7);
            c.Server("250 ok");
            c.Do(engine => engine.Quit());
            Patience(8);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\r\nQUIT")]
    [InlineData("a\0")]
    [InlineData("é.example")]
    public void A_hello_name_that_would_break_its_command_is_refused(string name) =>
        Assert.Throws<ArgumentException>("HelloName", () => new SmtpClientOptions { HelloName = name });

    [Fact]
    public void A_hello_name_has_at_most_255_octets()
    {
        Assert.Equal(255, new SmtpClientOptions { HelloName = new string('a', 255) }.HelloName.Length);
        Assert.Throws<ArgumentException>(() => new SmtpClientOptions { HelloName = new string('a', 256) });
    }
}
