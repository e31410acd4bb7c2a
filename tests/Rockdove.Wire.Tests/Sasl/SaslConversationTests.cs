using System.Buffers;
using System.Text;

namespace Rockdove.Wire.Tests;

public sealed class SaslConversationTests
{
    [Fact]
    public void A_response_comes_in_base64_and_the_host_decides()
    {
        var conversation = Begin(new PlainMechanism());
        Assert.Equal(SaslStatus.Decide, conversation.Begin(Base64("\0tim\0secret"), hasInitialResponse: true));
        Assert.Equal(("tim", "PLAIN"), (conversation.Identity, conversation.Mechanism));
        Assert.Equal(SaslStatus.Succeeded, conversation.Decide(letsIn: true));
        Assert.Equal(SaslFlaw.None, conversation.Flaw);
    }

    [Fact]
    public void Without_an_initial_response_the_client_is_invited_with_an_empty_challenge()
    {
        var conversation = Begin(new PlainMechanism());
        Assert.Equal(SaslStatus.Continue, conversation.Begin([], hasInitialResponse: false));
        Assert.Equal("334 \r\n", Challenge(conversation, "334 "));
        Assert.Equal(SaslStatus.Decide, conversation.Respond(Base64("\0tim\0secret")));
        Assert.Equal(SaslStatus.Failed, conversation.Decide(letsIn: false));
        Assert.Equal(SaslFlaw.None, conversation.Flaw);
    }

    [Fact]
    public void A_challenge_goes_out_in_base64_behind_the_prefix_of_the_protocol()
    {
        var conversation = Begin(new LoginMechanism());
        Assert.Equal(SaslStatus.Continue, conversation.Begin([], hasInitialResponse: false));
        Assert.Equal("+ VXNlcm5hbWU6\r\n", Challenge(conversation, "+ "));
    }

    [Fact]
    public void An_equals_sign_is_an_empty_initial_response_and_no_base64_later()
    {
        var conversation = Begin(new AnonymousMechanism());
        Assert.Equal(SaslStatus.Decide, conversation.Begin("="u8, hasInitialResponse: true));
        Assert.Equal("anonymous", conversation.Identity);

        var later = Begin(new AnonymousMechanism());
        Assert.Equal(SaslStatus.Continue, later.Begin([], hasInitialResponse: false));
        Assert.Equal(SaslStatus.Malformed, later.Respond("="u8));
        Assert.Equal(SaslFlaw.NotBase64, later.Flaw);
    }

    [Theory]
    [InlineData("!")]
    [InlineData("AAA")]
    [InlineData("AA AA")]
    [InlineData("AAAA\t")]
    [InlineData("AAAA=")]
    public void What_is_no_base64_is_told_so(string response)
    {
        var conversation = Begin(new PlainMechanism());
        Assert.Equal(
            SaslStatus.Malformed, conversation.Begin(Encoding.ASCII.GetBytes(response), hasInitialResponse: true));
        Assert.Equal(SaslFlaw.NotBase64, conversation.Flaw);
    }

    [Fact]
    public void What_the_mechanism_cannot_read_is_told_so()
    {
        var conversation = Begin(new PlainMechanism());
        Assert.Equal(SaslStatus.Malformed, conversation.Begin(Base64("tim"), hasInitialResponse: true));
        Assert.Equal(SaslFlaw.Malformed, conversation.Flaw);
    }

    [Fact]
    public void A_star_cancels()
    {
        var conversation = Begin(new PlainMechanism());
        conversation.Begin([], hasInitialResponse: false);
        Assert.Equal(SaslStatus.Failed, conversation.Respond("*"u8));
        Assert.Equal(SaslFlaw.Cancelled, conversation.Flaw);
    }

    [Fact]
    public void Acting_as_another_is_refused_before_the_host_is_asked()
    {
        var conversation = Begin(new PlainMechanism());
        Assert.Equal(SaslStatus.Failed, conversation.Begin(Base64("Ursel\0Kurt\0xipj3plmq"), hasInitialResponse: true));
        Assert.Equal(SaslFlaw.ActsAsAnother, conversation.Flaw);
    }

    [Fact]
    public void With_delegation_the_host_decides_and_the_identity_is_the_other()
    {
        var conversation = Begin(new PlainMechanism(), allowsDelegation: true);
        Assert.Equal(SaslStatus.Decide, conversation.Begin(Base64("Ursel\0Kurt\0xipj3plmq"), hasInitialResponse: true));
        Assert.Equal("Ursel", conversation.Identity);
        Assert.Equal(SaslStatus.Succeeded, conversation.Decide(letsIn: true));
    }

    [Fact]
    public void A_name_that_an_anonymous_client_gives_itself_is_nobodys_identity()
    {
        var conversation = Begin(new AnonymousMechanism());
        Assert.Equal(SaslStatus.Decide, conversation.Begin(Base64("postmaster"), hasInitialResponse: true));
        Assert.Equal("anonymous", conversation.Identity);
    }

    [Fact]
    public void A_client_that_spoils_the_last_round_is_not_in_although_the_host_said_yes()
    {
        var login = new SaslLogin { UserName = "user", Password = new Secret("pencil") };
        var client = SaslClientSelector.Create("SCRAM-SHA-256", login);
        var conversation = Begin(new ScramSha256Mechanism());
        Assert.Equal(
            SaslStatus.NeedsSecret, conversation.Begin(Base64(client.Next("").Response), hasInitialResponse: true));
        var verifier = Scram.CreateVerifier(new Secret("pencil"), "0123456789abcdef"u8, 4096);
        Assert.Equal(SaslStatus.Continue, conversation.Provide(verifier));
        var first = Encoding.ASCII.GetString(Convert.FromBase64String(Challenge(conversation, "").TrimEnd()));
        Assert.Equal(SaslStatus.Decide, conversation.Respond(Base64(client.Next(first).Response)));
        Assert.Equal(SaslStatus.Continue, conversation.Decide(letsIn: true));

        Assert.Equal(SaslStatus.Failed, conversation.Respond("*"u8));
        Assert.Equal(SaslFlaw.Cancelled, conversation.Flaw);
    }

    [Fact]
    public void Nobody_has_an_identity_before_the_exchange_knows_it() =>
        Assert.Throws<InvalidOperationException>(() => Begin(new PlainMechanism()).Identity);

    private static SaslConversation Begin(SaslMechanism mechanism, bool allowsDelegation = false) =>
        new(mechanism.Begin(SaslTurns.Context), allowsDelegation);

    private static byte[] Base64(string response) =>
        Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(response)));

    private static string Challenge(SaslConversation conversation, string prefix)
    {
        var output = new ArrayBufferWriter<byte>();
        conversation.WriteChallenge(Encoding.ASCII.GetBytes(prefix), output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }
}
