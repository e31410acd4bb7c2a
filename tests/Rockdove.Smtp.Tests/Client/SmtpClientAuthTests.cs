using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

public sealed class SmtpClientAuthTests
{
    private static readonly SmtpClientOptions Options = Conversation.Options with
    {
        IsSecure = true,
        Login = new SaslLogin { UserName = "tim", Password = new Secret("tanstaaftanstaaf") },
    };

    private static readonly SmtpClientOptions InTheClear = Options with { IsSecure = false };

    [Fact]
    public void An_initial_response_goes_with_the_command() => Conversation.Play(Options, c =>
    {
        c.Server("220 mx.test");
        c.Client("EHLO c.example");
        c.Offer("AUTH PLAIN");
        c.Client("AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm");
        Assert.Equal(SmtpClientPhase.Auth, c.Engine.Phase);
        Assert.False(c.Engine.IsAuthenticated);
        c.Server("235 2.7.0 welcome");
        c.Is(SmtpClientStepKind.Ready);
        Assert.True(c.Engine.IsAuthenticated);
    });

    [Fact]
    public void Login_answers_prompts() => Conversation.Play(Options, c =>
    {
        Greet(c, "AUTH=LOGIN");
        c.Client("AUTH LOGIN");
        c.Server("334 VXNlcm5hbWU6");
        c.Client("dGlt");
        c.Server("334 UGFzc3dvcmQ6");
        c.Client("dGFuc3RhYWZ0YW5zdGFhZg==");
        c.Server("235 welcome");
        Assert.True(c.Engine.IsAuthenticated);
    });

    [Fact]
    public void CRAM_MD5_answers_the_challenge_of_RFC_2195() => Conversation.Play(InTheClear, c =>
    {
        Greet(c, "AUTH PLAIN CRAM-MD5");
        c.Client("AUTH CRAM-MD5");
        c.Server("334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+");
        c.Client("dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw");
        c.Server("235 welcome");
        Assert.True(c.Engine.IsAuthenticated);
    });

    [Fact]
    public void SCRAM_goes_through_to_the_servers_proof() => Conversation.Play(Options, c =>
    {
        Greet(c, "AUTH PLAIN SCRAM-SHA-256");
        var server = new ScramSha256Mechanism().Begin(new SaslContext { HostName = "mx.test" });
        var challenge = new ArrayBufferWriter<byte>();
        var command = c.TakeOutput();
        Assert.StartsWith("AUTH SCRAM-SHA-256 ", command, StringComparison.Ordinal);
        var response = command["AUTH SCRAM-SHA-256 ".Length..];
        for (var round = 0; round < 5; round++)
        {
            var status = server.Next(Convert.FromBase64String(response), challenge);
            if (status == SaslStatus.NeedsSecret)
                status = server.Provide(new ClearSecret(new Secret("tanstaaftanstaaf")), challenge);
            if (status == SaslStatus.Decide)
                status = server.Accept(challenge);
            if (status == SaslStatus.Succeeded)
                break;
            Assert.Equal(SaslStatus.Continue, status);
            c.Server("334 " + Convert.ToBase64String(challenge.WrittenSpan));
            challenge.ResetWrittenCount();
            response = c.TakeOutput();
        }

        Assert.Equal("\r\n", response); // An empty response, to the server's proof.
        c.Server("235 welcome");
        Assert.True(c.Engine.IsAuthenticated);
    });

    [Fact]
    public void A16_a_server_that_says_yes_before_it_has_proved_itself_is_not_believed() =>
        Conversation.Play(Options, c =>
        {
            Greet(c, "AUTH SCRAM-SHA-256");
            c.Server("235 welcome");
            c.Fails(SmtpClientPhase.Auth, SmtpClientFailureCause.ServerNotAuthenticated);
            Assert.False(c.Engine.IsAuthenticated);
            Assert.False(c.Engine.CanQuit);
        });

    [Theory]
    [InlineData("334 cj14")] // A nonce that does not begin with ours.
    [InlineData("334 %%%%")]
    [InlineData("334 abc")]
    [InlineData("334-cj14|334 cj14")]
    [InlineData("334 go on")]
    public void A16_an_exchange_that_goes_wrong_is_cancelled(string challenge) => Conversation.Play(Options, c =>
    {
        Greet(c, "AUTH SCRAM-SHA-256");
        c.TakeOutput();
        c.Server(challenge.Split('|'));
        c.Client("*");
        c.Is(SmtpClientStepKind.NeedInput);
        c.Server("501 5.7.0 cancelled");
        var failure = c.Fails(SmtpClientPhase.Auth, SmtpClientFailureCause.ServerNotAuthenticated);
        Assert.Equal(501, failure.Response!.Code);
        Assert.False(failure.IsPermanent);
        Assert.True(c.Engine.CanQuit);
    });

    [Theory]
    [InlineData("334 Zm9v")]
    [InlineData("235 welcome")]
    public void A_server_that_goes_on_after_a_cancel_is_left(string reply) => Conversation.Play(Options, c =>
    {
        Greet(c, "AUTH SCRAM-SHA-256");
        c.Server("334 %%%%");
        c.TakeOutput();
        c.Server(reply);
        c.Fails(SmtpClientPhase.Auth, SmtpClientFailureCause.ProtocolViolation);
        c.Client();
        Assert.False(c.Engine.IsAuthenticated);
    });

    [Fact]
    public void A_server_that_never_stops_asking_is_cancelled() => Conversation.Play(Options, c =>
    {
        Greet(c, "AUTH PLAIN");
        c.TakeOutput();
        c.Server("334 ");
        c.Client("*");
    });

    [Theory]
    [InlineData("535 5.7.8 wrong", SmtpClientFailureCause.Refused, true)]
    [InlineData("454 4.7.0 later", SmtpClientFailureCause.Refused, false)]
    [InlineData("421 bye", SmtpClientFailureCause.ServiceClosing, false)]
    public void A_login_that_is_refused_is_a_failure_of_its_phase(
        string refusal, SmtpClientFailureCause cause, bool isPermanent) => Conversation.Play(Options, c =>
    {
        Greet(c, "AUTH PLAIN");
        c.Server(refusal);
        Assert.Equal(isPermanent, c.Fails(SmtpClientPhase.Auth, cause).IsPermanent);
        Assert.Equal(cause == SmtpClientFailureCause.Refused, c.Engine.CanQuit);
        Assert.False(c.Engine.IsAuthenticated);
    });

    [Theory]
    [InlineData("AUTH PLAIN LOGIN")]
    [InlineData("AUTH XOAUTH2")]
    [InlineData("AUTH X-UNHEARD-OF")]
    [InlineData("PIPELINING")]
    public void Nothing_is_said_when_no_mechanism_will_do(string offer) => Conversation.Play(InTheClear, c =>
    {
        Greet(c, offer);
        Assert.Null(c.Fails(SmtpClientPhase.Auth, SmtpClientFailureCause.NoMechanism).Response);
        Assert.True(c.Engine.CanQuit);
        c.Client();
    });

    [Fact]
    public void Secrets_go_in_the_clear_only_when_that_is_allowed() =>
        Conversation.Play(InTheClear with { Sasl = new SaslPolicy { RevealSecretsInClear = true } }, c =>
        {
            Greet(c, "AUTH PLAIN");
            c.Client("AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm");
        });

    [Fact]
    public void A_policy_cannot_claim_an_encryption_that_is_not_there() =>
        Conversation.Play(InTheClear with { Sasl = new SaslPolicy { IsEncrypted = true } }, c =>
        {
            Greet(c, "AUTH PLAIN");
            c.Fails(SmtpClientPhase.Auth, SmtpClientFailureCause.NoMechanism);
        });

    [Fact]
    public void Login_comes_after_tls_and_by_what_was_offered_under_it() =>
        Conversation.Play(InTheClear with { Tls = SmtpTlsPolicy.Opportunistic }, c =>
        {
            c.Server("220 mx.test");
            c.Offer("STARTTLS", "AUTH CRAM-MD5");
            c.Server("220 go");
            c.Signal(Signal.TlsStarted);
            c.Client("EHLO c.example", "STARTTLS", "EHLO c.example");
            c.Offer("AUTH PLAIN");
            c.Client("AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm");
        });

    [Fact]
    public void A_stripped_STARTTLS_does_not_get_the_password() =>
        Conversation.Play(InTheClear with { Tls = SmtpTlsPolicy.Opportunistic }, c =>
        {
            c.Server("220 mx.test");
            c.Offer("AUTH PLAIN LOGIN");
            c.Client("EHLO c.example");
            c.Fails(SmtpClientPhase.Auth, SmtpClientFailureCause.NoMechanism);
        });

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void An_initial_response_goes_with_the_command_up_to_512_octets(int more, bool fits)
    {
        // "AUTH PLAIN " and CRLF are 13 octets; 498 octets of base64 do not exist, 496 are 372 of NUL tim NUL password.
        var password = new string('p', 372 - 5 + more);
        var encoded = Convert.ToBase64String(Encoding.ASCII.GetBytes("\0tim\0" + password));
        Assert.Equal(fits, 13 + encoded.Length <= 512);
        Conversation.Play(Options with { Login = Options.Login! with { Password = new Secret(password) } }, c =>
        {
            Greet(c, "AUTH PLAIN");
            if (fits)
            {
                c.Client("AUTH PLAIN " + encoded);
                return;
            }

            c.Client("AUTH PLAIN");
            c.Server("334 ");
            c.Client(encoded);
            c.Server("235 welcome");
            Assert.True(c.Engine.IsAuthenticated);
        });
    }

    [Fact]
    public void A_challenge_where_our_first_response_is_due_is_cancelled()
    {
        var login = Options.Login! with { Password = new Secret(new string('p', 600)) };
        Conversation.Play(Options with { Login = login }, c =>
        {
            Greet(c, "AUTH PLAIN");
            c.TakeOutput();
            c.Server("334 Zm9v");
            c.Client("*");
        });
    }

    [Theory]
    [InlineData(9000, true)]
    [InlineData(9300, false)]
    public void A_response_has_at_most_12288_octets(int passwordBytes, bool fits)
    {
        var login = Options.Login! with { Password = new Secret(new string('p', passwordBytes)) };
        Conversation.Play(Options with { Login = login }, c =>
        {
            Greet(c, "AUTH PLAIN");
            c.TakeOutput();
            c.Server("334 ");
            var response = c.TakeOutput();
            Assert.True(response.Length <= 12288);
            Assert.Equal(fits, response != "*\r\n");
        });
    }

    [Fact]
    public void A_login_that_no_command_can_carry_is_a_failure_and_not_an_exception()
    {
        var login = new SaslLogin { UserName = "t\0m", Password = new Secret("x") };
        Conversation.Play(Options with { Login = login }, c =>
        {
            Greet(c, "AUTH PLAIN");
            c.Fails(SmtpClientPhase.Auth, SmtpClientFailureCause.NoMechanism);
            c.Client();
        });
    }

    [Fact]
    public void Options_print_without_secrets() =>
        Assert.DoesNotContain("tanstaaf", Options.ToString(), StringComparison.Ordinal);

    private static void Greet(Conversation c, string offer)
    {
        c.Server("220 mx.test");
        c.Offer(offer);
        var hello = "EHLO c.example\r\n";
        var said = c.TakeOutput();
        Assert.StartsWith(hello, said, StringComparison.Ordinal);
        c.PutBack(said[hello.Length..]);
    }
}
