using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

/// <summary>The authentication hooks of a state machine.</summary>
public class StateMachineAuthenticationTests
{
    [Theory]
    [InlineData("AUTH PLAIN AHRpbQBzZWNyZXQ=")]
    [InlineData("AUTH PLAIN|AHRpbQBzZWNyZXQ=")]
    [InlineData("AUTH LOGIN|dGlt|c2VjcmV0")]
    [InlineData("AUTH LOGIN dGlt|c2VjcmV0")]
    [InlineData("auth login dGlt|c2VjcmV0")]
    public void The_hook_sees_the_decoded_user_and_secret(string lines)
    {
        Credentials? seen = null;
        var machine = Offering(new()
        {
            AuthenticationMechanisms = () => ["plain", "LOGIN"],
            AllowSecretsInClear = true,
            ValidateAuthentication = credentials => { seen = credentials; return null; },
        });

        Assert.Equal(235, Say(machine, lines));

        Assert.Equal(("tim", "secret"), (seen!.Identity, seen.Secret!.RevealText()));
        Assert.Equal("tim", machine.Session.Identity);
        Assert.Equal(SmtpMachineState.Mail, machine.State);
    }

    [Fact]
    public void The_hook_may_refuse_with_its_own_reply()
    {
        var machine = Offering(new()
        {
            AuthenticationMechanisms = () => ["PLAIN"],
            AllowSecretsInClear = true,
            ValidateAuthentication = _ => new SmtpReply(535, "5.7.8", "Who?"),
        });

        Assert.Equal("535 5.7.8 Who?\r\n", Assert.Single(machine.ProcessCommand("AUTH PLAIN AHRpbQB4")).Text);
        Assert.Null(machine.Session.Identity);
    }

    [Fact]
    public void Without_a_hook_nobody_gets_in()
    {
        var machine = Offering(new() { AuthenticationMechanisms = () => ["PLAIN"], AllowSecretsInClear = true });

        Assert.Equal(535, Say(machine, "AUTH PLAIN AHRpbQBzZWNyZXQ="));
    }

    [Theory]
    [InlineData("AUTH PLAIN !!!", 501)]
    [InlineData("AUTH PLAIN AAAA", 501)]
    [InlineData("AUTH OINK", 504)]
    [InlineData("AUTH CRAM-MD5", 504)]
    [InlineData("AUTH LOGIN|*", 501)]
    [InlineData("AUTH", 501)]
    public void A_malformed_exchange_never_reaches_the_hook(string lines, int code)
    {
        var machine = Offering(new()
        {
            AuthenticationMechanisms = () => ["PLAIN", "LOGIN"],
            AllowSecretsInClear = true,
            ValidateAuthentication = _ => throw new InvalidOperationException("It was asked."),
        });

        Assert.Equal(code, Say(machine, lines));
        Assert.Equal(SmtpMachineState.Mail, machine.State);
    }

    [Fact]
    public void Cram_md5_challenges_differ_and_the_stored_secret_decides()
    {
        var options = new SmtpStateMachineOptions
        {
            AuthenticationMechanisms = () => ["CRAM-MD5"],
            FindSecret = identity => identity == "tim" ? new ClearSecret(new Secret("tanstaaftanstaaf")) : null,
            ValidateAuthentication = _ => null,
        };

        var one = Challenge(Offering(options), out _);
        var machine = Offering(options);
        var other = Challenge(machine, out var octets);

        Assert.NotEqual(one, other);
        Assert.Equal(SmtpMachineState.Authenticating, machine.State);
#pragma warning disable CA5351 // RFC 2195 says MD5.
        var digest = System.Security.Cryptography.HMACMD5.HashData("tanstaaftanstaaf"u8, octets);
#pragma warning restore CA5351
        var response = Convert.ToBase64String(Encoding.ASCII.GetBytes("tim " + Convert.ToHexStringLower(digest)));
        Assert.Equal(235, Say(machine, response));
        var wrong = Offering(options);
        Challenge(wrong, out _);
        Assert.Equal(535, Say(wrong, response));
    }

    [Fact]
    public void External_needs_a_certificate()
    {
        var options = new SmtpStateMachineOptions
        {
            AuthenticationMechanisms = () => ["EXTERNAL"],
            ValidateAuthentication = credentials => credentials.Identity == "cert" ? null : SmtpReplies.AuthFailed,
        };

        Assert.Equal(235, Say(Offering(options, new SmtpSession { CertificateIdentity = "cert" }), "AUTH EXTERNAL ="));
        Assert.Equal(504, Say(Offering(options), "AUTH EXTERNAL ="));
    }

    [Fact]
    public void Mechanisms_are_asked_for_each_time_and_absent_without_the_hook()
    {
        string[] offered = [];
        var machine = Offering(new() { AuthenticationMechanisms = () => offered, AllowSecretsInClear = true });

        Assert.DoesNotContain("AUTH", Ehlo(machine));
        offered = ["LOGIN", "PLAIN"];
        Assert.Contains("AUTH PLAIN LOGIN\r\n", Ehlo(machine));
        Assert.DoesNotContain("AUTH", Ehlo(Offering(new())));
        Assert.Equal(502, Say(Offering(new()), "AUTH PLAIN"));
    }

    [Fact]
    public void Secrets_are_not_asked_for_in_clear_unless_allowed()
    {
        var machine = Offering(new() { AuthenticationMechanisms = () => ["PLAIN", "CRAM-MD5"] });
        var secure = Offering(
            new() { AuthenticationMechanisms = () => ["PLAIN", "CRAM-MD5"] }, new SmtpSession { IsSecure = true });
        var requiring = Offering(new()
        {
            AuthenticationMechanisms = () => ["CRAM-MD5"],
            RequireTls = true,
            StartTls = () => null,
        });

        Assert.Contains("AUTH CRAM-MD5\r\n", Ehlo(machine));
        Assert.Equal(538, Say(machine, "AUTH PLAIN"));
        Assert.Contains("AUTH CRAM-MD5 PLAIN\r\n", Ehlo(secure));
        Assert.DoesNotContain("AUTH", Ehlo(requiring));
    }

    private static SmtpStateMachine Offering(SmtpStateMachineOptions options, SmtpSession? session = null)
    {
        var machine = StateMachineTests.Started(options, session);
        machine.ProcessCommand("EHLO c");
        return machine;
    }

    private static string Ehlo(SmtpStateMachine machine) => Assert.Single(machine.ProcessCommand("EHLO c")).Text;

    private static int Say(SmtpStateMachine machine, string lines) =>
        lines.Split('|').Select(line => StateMachineSwitchTests.Code(machine, line)).ToList()[^1];

    private static string Challenge(SmtpStateMachine machine, out byte[] octets)
    {
        var reply = Assert.Single(machine.ProcessCommand("AUTH CRAM-MD5"));
        Assert.Equal(334, reply.Code);
        octets = Convert.FromBase64String(reply.Lines[0]["334 ".Length..]);
        return Encoding.ASCII.GetString(octets);
    }
}
