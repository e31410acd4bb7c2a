namespace Rockdove.Wire.Tests;

public sealed class LoginTests
{
    private readonly ISaslServer _server = new LoginMechanism().Begin(SaslTurns.Context);

    [Fact]
    public void It_prompts_for_name_and_password()
    {
        Assert.False(_server.ClientFirst);
        Assert.Equal((SaslStatus.Continue, "Username:"), _server.Next(""));
        Assert.Equal((SaslStatus.Continue, "Password:"), _server.Next("tim"));
        Assert.Equal((SaslStatus.Decide, ""), _server.Next("secret"));
        Assert.Equal("tim", _server.Credentials!.Identity);
        Assert.Equal("secret", _server.Credentials.Secret!.RevealText());
        Assert.Equal(SaslStatus.Succeeded, _server.Accept().Status);
    }

    [Fact]
    public void An_initial_response_is_the_name()
    {
        Assert.Equal((SaslStatus.Continue, "Password:"), _server.Next("tim"));
        Assert.Equal(SaslStatus.Decide, _server.Next("secret").Status);
        Assert.Equal("tim", _server.Credentials!.Identity);
    }

    [Fact]
    public void An_empty_name_after_the_prompt_fails()
    {
        _server.Next("");
        Assert.Equal(SaslStatus.Failed, _server.Next("").Status);
    }

    [Theory]
    [InlineData("ti\0m")]
    [InlineData("tim\r\n")]
    public void A_name_with_control_characters_fails(string name) =>
        Assert.Equal(SaslStatus.Failed, _server.Next(name).Status);

    [Theory]
    [InlineData("")]
    [InlineData("sec\0ret")]
    public void A_password_that_cannot_be_prepared_fails(string password)
    {
        _server.Next("tim");
        Assert.Equal(SaslStatus.Failed, _server.Next(password).Status);
        Assert.Null(_server.Credentials);
    }
}
