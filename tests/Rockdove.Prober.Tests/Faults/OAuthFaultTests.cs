using System.Net;
using System.Text;
using Rockdove.Mock;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Prober.Tests;

/// <summary>Tokens that run out, through the whole prober. a1 is the account that has one.</summary>
public sealed class OAuthFaultTests
{
    [Fact]
    public async Task A_token_that_has_run_out_is_renewed_and_used()
    {
        using var tokens = new Tokens(TimeSpan.FromHours(1));
        await using var world = await StartAsync(tokens, accepted: static _ => true);
        await world.ProbeAllAsync();
        Assert.Equal(1, tokens.Given);
        await world.PassAsync(TimeSpan.FromHours(1));
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        Assert.Equal(2, tokens.Given);
    }

    /// <summary>It was revoked, or the clocks differ: the same probe goes on with another one.</summary>
    [Fact]
    public async Task A_token_that_is_refused_before_its_time_is_renewed_and_the_mail_is_sent()
    {
        using var tokens = new Tokens(TimeSpan.FromHours(1));
        var revoked = "";
        await using var world = await StartAsync(tokens, accepted: token => token != revoked);
        await world.RestAsync();
        await world.PassAsync(TimeSpan.FromMinutes(2));
        revoked = "token-1";
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        Assert.Equal(2, tokens.Given);
    }

    [Fact]
    public async Task A_token_that_cannot_be_renewed_is_a_failed_login_of_the_account()
    {
        using var tokens = new Tokens(TimeSpan.FromHours(1));
        await using var world = await StartAsync(tokens, accepted: static _ => true);
        await world.RestAsync();
        await world.PassAsync(TimeSpan.FromHours(1));
        tokens.IsRefusing = true;
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.AuthenticationFailed, "sender a1", static pair => pair.From == "a1");
        var result = world.Result("a1", "a0");
        Assert.Contains("invalid_grant", result.Error, StringComparison.Ordinal);
        Assert.Equal("auth", result.Stage);
    }

    private static Task<FaultWorld> StartAsync(Tokens tokens, Func<string, bool> accepted) =>
        FaultWorld.StartAsync(world =>
        {
            var house = world["a1"];
            var grant = new OAuthGrant
            {
                Endpoint = new Uri("https://login.test/token"),
                ClientId = "rockdove",
                RefreshToken = new GivenSecret(new Secret("refresh")),
            };
            var login = new OAuthLogin(house.Address, grant, tokens.Client, world.Clock);
            house.Change = account => account with { Login = login };
            house.Submission = options =>
            {
                options.Authentication = MockAuthentication.AnyPassword.By(new XOAuth2Mechanism());
                options.Server += smtp => smtp.Use((context, next) =>
                    context.Question is AuthQuestion question && !accepted(question.Credentials.Secret!.RevealText())
                        ? new(new SmtpReply(535, "5.7.8", "Revoked"))
                        : next(context));
            };
            house.Imap.Capabilities = "IMAP4rev1 IDLE UIDPLUS AUTH=XOAUTH2 SASL-IR";
            house.Imap.Instead = static command =>
                command.StartsWith("AUTHENTICATE XOAUTH2 ", StringComparison.Ordinal) ? "TAG OK in\r\n" : null;
        });

    /// <summary>A server that gives tokens with numbers.</summary>
    private sealed class Tokens(TimeSpan life) : HttpMessageHandler
    {
        public HttpClient Client => new(this, disposeHandler: false);

        /// <summary>One at a time is asked for.</summary>
        public int Given { get; private set; }

        public bool IsRefusing { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var text = IsRefusing
                ? """{"error":"invalid_grant"}"""
                : $$"""{"access_token":"token-{{++Given}}","expires_in":{{life.TotalSeconds}}}""";
            return Task.FromResult(new HttpResponseMessage(IsRefusing ? HttpStatusCode.BadRequest : HttpStatusCode.OK)
            {
                Content = new StringContent(text, Encoding.UTF8, "application/json"),
            });
        }
    }
}
