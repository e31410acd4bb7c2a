using Rockdove.Hosting;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Mock.Tests;

public class AuthenticationTests
{
    [Fact]
    public async Task Without_it_no_auth_is_offered()
    {
        await using var server = await MockMailServer.StartAsync();
        await using var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();

        Assert.DoesNotContain("AUTH", await client.AskAsync("EHLO client.test"), StringComparison.Ordinal);
        Assert.StartsWith("50", await client.PlainAsync("ann", "x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anybody_gets_in_with_any_password()
    {
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.Authentication = MockAuthentication.AnyPassword;
            options.RequiresAuthentication = true;
        });
        await using var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();

        Assert.Contains("AUTH CRAM-MD5 PLAIN LOGIN", await client.AskAsync("EHLO client.test"),
            StringComparison.Ordinal);
        Assert.StartsWith("530 5.7.0", await client.AskAsync("MAIL FROM:<a@a.test>"), StringComparison.Ordinal);
        Assert.StartsWith("235", await client.PlainAsync("ann", "whatever"), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.MailAsync("a@a.test", "b@b.test"), StringComparison.Ordinal);
        Assert.Equal(("ann", "PLAIN"), (server.Messages[0].Identity, server.Messages[0].Mechanism));
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("CRAM-MD5")]
    [InlineData("SCRAM-SHA-256")]
    public async Task Only_those_who_know_the_password_get_in(string mechanism)
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.Authentication = MockAuthentication.Only(("ann", "right"), ("bob", "other")));

        Assert.Null(await SubmitAsync(server, mechanism, "ann", "right"));
        Assert.Equal(535, await SubmitAsync(server, mechanism, "ann", "other"));
        Assert.Equal(535, await SubmitAsync(server, mechanism, "eve", "right"));
        Assert.Equal(("ann", mechanism), (server.Messages[0].Identity, server.Messages[0].Mechanism));
        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task Nobody_gets_in()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.Authentication = MockAuthentication.Nobody);

        Assert.Equal(535, await SubmitAsync(server, "PLAIN", "ann", "right"));
        Assert.Equal(535, await SubmitAsync(server, "SCRAM-SHA-256", "ann", "right"));
    }

    [Fact]
    public async Task Only_the_mechanisms_that_are_wanted_are_offered()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.Authentication = MockAuthentication.Only(("ann", "right")).By(new LoginMechanism()));
        await using var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();

        Assert.Contains("AUTH LOGIN", await client.AskAsync("EHLO client.test"), StringComparison.Ordinal);
        Assert.StartsWith("504", await client.PlainAsync("ann", "right"), StringComparison.Ordinal);
        Assert.Null(await SubmitAsync(server, "LOGIN", "ann", "right"));
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("CRAM-MD5")]
    [InlineData("SCRAM-SHA-256")]
    public async Task A_rule_refuses_whoever_is_right_and_the_challenges_stay_the_servers(string mechanism)
    {
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.Authentication = MockAuthentication.Only(("ann", "right"), ("bob", "right"));
            options.When(MockMoment.Auth, "ann").Times(1).Reply(454, "4.7.0 Come back later");
            options.When(MockMoment.Auth, "bob").Close();
        });

        Assert.Equal(454, await SubmitAsync(server, mechanism, "ann", "right"));
        Assert.Null(await SubmitAsync(server, mechanism, "ann", "right"));
        Assert.Equal(0, await SubmitAsync(server, mechanism, "bob", "right")); // It was hung up on.
    }

    [Fact]
    public async Task A_rule_lets_in_whoever_is_wrong()
    {
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.Authentication = MockAuthentication.Nobody;
            options.When(MockMoment.Auth, "ann").Reply(235, "2.7.0 In you go");
        });

        Assert.Null(await SubmitAsync(server, "PLAIN", "ann", "wrong"));
        Assert.Equal(535, await SubmitAsync(server, "PLAIN", "bob", "wrong"));
        Assert.Equal("ann", Assert.Single(server.Messages).Identity);
    }

    [Theory]
    [InlineData(9, "535 5.7.8")]
    [InlineData(10, "421 4.7.0")]
    public async Task Ten_attempts_are_too_many(int attempts, string last)
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.Authentication = MockAuthentication.Nobody);
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();
        var reply = "";
        for (var i = 0; i < attempts; i++)
            reply = await client.PlainAsync("ann", "x");
        if (attempts == 10)
            reply = await client.ReadReplyAsync();

        Assert.StartsWith(last, reply, StringComparison.Ordinal);
    }

    /// <summary>
    /// Sends a message by the client of this repository; gives the code that it was refused with, 0 for none.
    /// </summary>
    private static async Task<int?> SubmitAsync(MockMailServer server, string mechanism, string user, string password)
    {
        var session = new SmtpClientOptions
        {
            HelloName = "client.test",
            Tls = SmtpTlsPolicy.Never,
            Login = new SaslLogin { UserName = user, Password = new Secret(password) },
            Sasl = new SaslPolicy { RevealSecretsInClear = true, Mechanisms = [mechanism] },
        };
        await using var client = await SmtpClientConnection.ConnectAsync(
            server.EndPoint, new SmtpClientConnectionOptions { Session = session },
                TestContext.Current.CancellationToken);
        if (client.Failure is { } failure)
            return failure.Response?.Code ?? 0;
        await client.SendAsync(
            new OutgoingEnvelope("a@a.test", "b@b.test"), "Subject: x\r\n\r\n"u8.ToArray(),
            TestContext.Current.CancellationToken);
        await client.QuitAsync(TestContext.Current.CancellationToken);
        return null;
    }
}
