using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

/// <summary>What the tests of mailhog/smtp ask of AUTH.</summary>
public class MailHogAuthCases
{
    private readonly List<(string Mechanism, string Who, string? Secret)> _seen = [];
    private SmtpReply? _verdict;

    [Fact]
    public void TestAuth_without_the_hook_none_is_offered() =>
        Assert.Equal("250-Hello localhost|250 PIPELINING", new MailHogMachine().Say("EHLO localhost"));

    [Fact]
    public void TestAuth_an_unknown_mechanism_is_504()
    {
        Assert.Equal(
            "504 Unsupported authentication mechanism", new MailHogMachine().After("EHLO c").Say("AUTH OINK"));
        var machine = Greeted();
        Assert.Equal("504 Unsupported authentication mechanism", machine.Say("AUTH OINK"));
        Assert.Equal(SmtpMachineState.Mail, machine.State);
    }

    [Fact]
    public void TestAuthExternal_the_hook_is_told_whom_the_certificate_names()
    {
        var machine = Greeted("proxy.example");
        Assert.Equal("235 Authentication successful", machine.Say("AUTH EXTERNAL ="));
        Assert.Equal([("EXTERNAL", "proxy.example", null)], _seen);
        Assert.Equal("504 Unsupported authentication mechanism", Greeted().Say("AUTH EXTERNAL ="));
    }

    [Fact]
    public void TestAuthExternal_the_hook_may_refuse()
    {
        _verdict = new SmtpReply(535, null, "OINK");
        Assert.Equal("535 OINK", Greeted("proxy.example").Say("AUTH EXTERNAL ="));
    }

    [Fact]
    public void TestAuthPlain_in_one_line()
    {
        Assert.Equal("235 Authentication successful", Greeted().Say($"AUTH PLAIN {Base64("\0oink\0oink!")}"));
        Assert.Equal([("PLAIN", "oink", "oink!")], _seen);
    }

    [Fact]
    public void TestAuthPlain_malformed_and_the_hook_is_not_asked()
    {
        Assert.Equal("550 Badly formed parameter", Greeted().Say($"AUTH PLAIN {Base64("oink")}"));
        Assert.Empty(_seen);
    }

    [Fact]
    public void TestAuthPlain_in_two_lines()
    {
        var machine = Greeted();
        Assert.Equal("334 ", machine.Say("AUTH PLAIN"));
        Assert.Equal(SmtpMachineState.Authenticating, machine.State);
        Assert.Equal("235 Authentication successful", machine.Say(Base64("\0oink\0oink!")));
        Assert.Equal([("PLAIN", "oink", "oink!")], _seen);
        Assert.Equal(SmtpMachineState.Mail, machine.State);
    }

    [Fact]
    public void TestAuthPlain_the_hook_may_refuse()
    {
        _verdict = new SmtpReply(535, null, "OINK");
        var machine = Greeted().After("AUTH PLAIN");
        Assert.Equal("535 OINK", machine.Say(Base64("\0oink\0oink!")));
        Assert.Equal(SmtpMachineState.Mail, machine.State);
    }

    [Theory]
    [InlineData(false, "235 Authentication successful")]
    [InlineData(true, "535 OINK")]
    public void TestAuthCramMD5_the_hook_is_told_who_has_proved_it(bool refuses, string reply)
    {
        _verdict = refuses ? new SmtpReply(535, null, "OINK") : null;
        var machine = Greeted();
        var challenge = Convert.FromBase64String(machine.Say("AUTH CRAM-MD5")["334 ".Length..]);
        Span<byte> digest = stackalloc byte[32];
        CramMd5Digest("oink!", challenge, digest);

        Assert.Equal(reply, machine.Say(Base64($"oink {Encoding.ASCII.GetString(digest)}")));

        Assert.Equal([("CRAM-MD5", "oink", null)], _seen);
        Assert.NotEqual(
            "PDQxOTI5NDIzNDEuMTI4Mjg0NzJAc291cmNlZm91ci5hbmRyZXcuY211LmVkdT4=", Convert.ToBase64String(challenge));
    }

    [Theory]
    [InlineData(false, "235 Authentication successful")]
    [InlineData(true, "535 OINK")]
    public void TestAuthLogin_the_hook_is_told_what_both_prompts_gave_decoded(bool refuses, string reply)
    {
        _verdict = refuses ? new SmtpReply(535, null, "OINK") : null;
        var machine = Greeted();
        Assert.Equal("334 VXNlcm5hbWU6", machine.Say("AUTH LOGIN"));
        Assert.Equal("334 UGFzc3dvcmQ6", machine.Say(Base64("oink")));

        Assert.Equal(reply, machine.Say(Base64("oink!")));

        Assert.Equal([("LOGIN", "oink", "oink!")], _seen);
        Assert.Equal(SmtpMachineState.Mail, machine.State);
    }

    private MailHogMachine Greeted(string? certificate = null)
    {
        var options = new SmtpStateMachineOptions(SmtpProfiles.MailHog)
        {
            AuthenticationMechanisms = () => ["PLAIN", "LOGIN", "CRAM-MD5", "EXTERNAL"],
            AllowSecretsInClear = true,
            FindSecret = _ => new ClearSecret(new Secret("oink!")),
            ValidateAuthentication = credentials =>
            {
                _seen.Add((credentials.Mechanism, credentials.Identity, credentials.Secret?.RevealText()));
                return _verdict;
            },
        };
        var session = new SmtpSession { CertificateIdentity = certificate };
        return new MailHogMachine(options, session).After("EHLO localhost");
    }

    private static void CramMd5Digest(string secret, byte[] challenge, Span<byte> digest)
    {
#pragma warning disable CA5351 // CRAM-MD5 is what it says.
        var hash = System.Security.Cryptography.HMACMD5.HashData(Encoding.UTF8.GetBytes(secret), challenge);
#pragma warning restore CA5351
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash), digest);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
