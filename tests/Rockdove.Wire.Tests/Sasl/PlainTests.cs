namespace Rockdove.Wire.Tests;

public sealed class PlainTests
{
    private readonly ISaslServer _server = new PlainMechanism().Begin(SaslTurns.Context);

    [Fact]
    public void The_first_example_of_the_rfc_is_a_login_without_authorization_identity()
    {
        Assert.Equal(SaslStatus.Decide, _server.Next("\0tim\0tanstaaftanstaaf").Status);

        Assert.Equal("tim", _server.Credentials!.Identity);
        Assert.Null(_server.Credentials.AuthorizationIdentity);
        Assert.False(_server.Credentials.ActsAsAnother);
        Assert.Equal(CredentialKind.Password, _server.Credentials.Kind);
        Assert.Equal("tanstaaftanstaaf", _server.Credentials.Secret!.RevealText());
        Assert.Equal((SaslStatus.Succeeded, ""), _server.Accept());
    }

    [Fact]
    public void The_second_example_of_the_rfc_asks_to_act_as_another()
    {
        Assert.Equal(SaslStatus.Decide, _server.Next("Ursel\0Kurt\0xipj3plmq").Status);

        Assert.Equal("Kurt", _server.Credentials!.Identity);
        Assert.Equal("Ursel", _server.Credentials.AuthorizationIdentity);
        Assert.True(_server.Credentials.ActsAsAnother);
        Assert.Equal((SaslStatus.Failed, ""), _server.Refuse());
    }

    [Fact]
    public void Naming_oneself_twice_is_not_acting_as_another()
    {
        Assert.Equal(SaslStatus.Decide, _server.Next("tim\0tim\0secret").Status);
        Assert.Equal("tim", _server.Credentials!.AuthorizationIdentity);
        Assert.False(_server.Credentials.ActsAsAnother);
    }

    [Fact]
    public void Credentials_do_not_print_the_password()
    {
        _server.Next("\0tim\0tanstaaftanstaaf");
        Assert.DoesNotContain("tanstaaf", _server.Credentials!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tim")]
    [InlineData("\0tim")]
    [InlineData("\0tim\0secret\0")]
    [InlineData("\0\0\0\0")]
    public void A_message_without_exactly_two_separators_is_malformed(string response) =>
        Assert.Equal(SaslStatus.Malformed, _server.Next(response).Status);

    [Theory]
    [InlineData("")]
    [InlineData("\0\0")]
    [InlineData("\0\0secret")]
    [InlineData("\0tim\0")]
    [InlineData("\0ti\u0001m\0secret")]
    [InlineData("\0tim\0sec\nret")]
    [InlineData("\u0007\0tim\0secret")]
    [InlineData("\0\u00AD\0secret")]
    [InlineData("\0tim\0\u200E")]
    public void A_name_or_password_that_cannot_be_prepared_fails(string response)
    {
        Assert.Equal(SaslStatus.Failed, _server.Next(response).Status);
        Assert.Null(_server.Credentials);
    }

    [Fact]
    public void A_name_that_is_not_utf8_fails() =>
        Assert.Equal(SaslStatus.Failed, _server.Next([0, 0xFF, 0xFE, 0, (byte)'x']).Status);

    [Fact]
    public void Name_and_password_are_prepared()
    {
        // U+00AA becomes a, and U+2168 becomes IX (the examples of RFC 4013 section 3).
        Assert.Equal(SaslStatus.Decide, _server.Next("\0\u00AA\0\u2168\u00A0\u00AD!").Status);
        Assert.Equal("a", _server.Credentials!.Identity);
        Assert.Equal("IX !", _server.Credentials.Secret!.RevealText());
    }

    [Fact]
    public void Nobody_is_let_in_before_the_exchange_asks_for_a_verdict()
    {
        Assert.Equal(SaslStatus.Failed, _server.Accept().Status);
        Assert.Equal(SaslStatus.Malformed, _server.Next("tim").Status);
        Assert.Equal(SaslStatus.Failed, _server.Accept().Status);
        Assert.Equal(SaslStatus.Failed, _server.Next("\0tim\0secret").Status);
    }
}
