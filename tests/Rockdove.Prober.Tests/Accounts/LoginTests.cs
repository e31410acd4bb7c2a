using System.Net;
using System.Text;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Prober.Tests;

/// <summary>Where secrets come from.</summary>
public sealed class LoginTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rockdove-login-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_read_each_time()
    {
        var file = Path.Combine(_folder, "password");
        File.WriteAllText(file, "one\nrest\n");
        var login = new StoredLogin("ann", new FileSecret(file), isToken: false);
        Assert.Equal("one", (await login.LoginAsync(false, Stop)).Password!.RevealText());
        File.WriteAllText(file, "two");
        Assert.Equal("two", (await login.LoginAsync(false, Stop)).Password!.RevealText());
        File.WriteAllText(file, "\nthree");
        Assert.Contains("first line", await WhyAsync(login), StringComparison.Ordinal);
        File.Delete(file);
        Assert.Contains("password", await WhyAsync(login), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_no_password()
    {
        var login = await new StoredLogin("ann", new GivenSecret(new Secret("t")), isToken: true)
            .LoginAsync(false, Stop);
        Assert.Null(login.Password);
        Assert.Equal("t", login.Token!.RevealText());
        Assert.DoesNotContain("t }", login.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_that_is_not_set_is_named()
    {
        var login = new StoredLogin("ann", new EnvironmentSecret("ROCKDOVE_NO_SUCH_VARIABLE"), isToken: false);
        Assert.Contains("ROCKDOVE_NO_SUCH_VARIABLE", await WhyAsync(login), StringComparison.Ordinal);
        login = new StoredLogin("ann", new EnvironmentSecret("PATH"), isToken: false);
        Assert.NotNull((await login.LoginAsync(false, Stop)).Password);
    }

    [Fact]
    public async Task A_program_writes_it_on_its_first_line_and_its_words_are_words()
    {
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal("a b; $HOME", await AskAsync("printf", "%s\\nmore\\n", "a b; $HOME"));
        Assert.Contains("ended with 1", await WhyAsync(Command("false")), StringComparison.Ordinal);
        Assert.Contains("no secret", await WhyAsync(Command("true")), StringComparison.Ordinal);
        Assert.Contains("rockdove-no-such", await WhyAsync(Command("rockdove-no-such")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_does_not_end_is_ended()
    {
        if (OperatingSystem.IsWindows())
            return;
        var clock = new ManualTimeProvider();
        var login = new StoredLogin("ann", new CommandSecret(["sleep", "1000"], clock), isToken: false);
        var asking = login.LoginAsync(false, Stop).AsTask();
        await clock.WaitForTimersAsync(1, Stop);
        clock.Advance(TimeSpan.FromSeconds(30));
        var why = await Assert.ThrowsAsync<LoginUnavailableException>(() => asking);
        Assert.Contains("within 30 seconds", why.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_renewed_when_four_fifths_of_its_life_are_over()
    {
        var clock = new ManualTimeProvider();
        var server = new TokenServer();
        var login = server.Login(clock);
        Assert.Equal("token1", await TokenAsync(login));
        clock.Advance(TimeSpan.FromSeconds(2879));
        Assert.Equal("token1", await TokenAsync(login));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("token2", await TokenAsync(login));
        Assert.Equal(
            "client_id=me&grant_type=refresh_token&refresh_token=refresh0&client_secret=hush&scope=mail",
            server.Asked[0]);
    }

    [Fact]
    public async Task A_token_that_was_refused_is_renewed_but_not_a_fresh_one()
    {
        var clock = new ManualTimeProvider();
        var login = new TokenServer().Login(clock);
        await TokenAsync(login);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("token1", await TokenAsync(login, afterRefusal: true));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("token2", await TokenAsync(login, afterRefusal: true));
    }

    [Fact]
    public async Task A_new_refresh_token_takes_the_place_of_the_old_one()
    {
        var clock = new ManualTimeProvider();
        var server = new TokenServer { Rotates = true };
        var login = server.Login(clock);
        await TokenAsync(login);
        clock.Advance(TimeSpan.FromHours(1));
        await TokenAsync(login);
        Assert.Contains("refresh_token=refresh1", server.Asked[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_refresh_token_the_client_asks_for_itself()
    {
        var server = new TokenServer();
        await TokenAsync(server.Login(new ManualTimeProvider(), withRefresh: false));
        Assert.Contains("grant_type=client_credentials", server.Asked[0], StringComparison.Ordinal);
        Assert.DoesNotContain("refresh_token", server.Asked[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_that_ask_at_once_are_one_request()
    {
        var server = new TokenServer();
        var login = server.Login(new ManualTimeProvider());
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => login.LoginAsync(false, Stop).AsTask()));
        Assert.Single(server.Asked);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, """{"error":"invalid_grant","error_description":"Token has expired"}""",
        "No token for ann from tokens.test: 400 invalid_grant: Token has expired.")]
    [InlineData(HttpStatusCode.InternalServerError, "<html>secret page</html>",
        "No token for ann from tokens.test: 500.")]
    [InlineData(HttpStatusCode.Redirect, "{}", "302")]
    [InlineData(HttpStatusCode.OK, "{}", "no access_token")]
    [InlineData(HttpStatusCode.OK, "nonsense", "no JSON")]
    public async Task What_goes_wrong_is_told_without_secrets(HttpStatusCode status, string body, string told)
    {
        var why = await WhyAsync(new TokenServer { Status = status, Body = body }.Login(new ManualTimeProvider()));
        Assert.Contains(told, why, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", why, StringComparison.Ordinal);
        Assert.DoesNotContain("refresh0", why, StringComparison.Ordinal);
        Assert.DoesNotContain("secret page", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_has_64_KiB_at_most()
    {
        var padding = new string(' ', (64 * 1024) - TokenServer.Plain.Length);
        var login = new TokenServer { Body = TokenServer.Plain + padding }.Login(new ManualTimeProvider());
        Assert.Equal("t", await TokenAsync(login));
        login = new TokenServer { Body = TokenServer.Plain + padding + " " }.Login(new ManualTimeProvider());
        Assert.Contains("longer than", await WhyAsync(login), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.org/token", true)]
    [InlineData("http://127.0.0.1/token", true)]
    [InlineData("http://example.org/token", false)]
    [InlineData("ftp://example.org/token", false)]
    public void Secrets_travel_by_HTTPS(string endpoint, bool isSafe) =>
        Assert.Equal(isSafe, OAuthGrant.IsSafe(new Uri(endpoint)));

    private static StoredLogin Command(params string[] words) =>
        new("ann", new CommandSecret(words, TimeProvider.System), isToken: false);

    private static async Task<string> AskAsync(params string[] words) =>
        (await Command(words).LoginAsync(false, Stop)).Password!.RevealText();

    private static async Task<string> TokenAsync(OAuthLogin login, bool afterRefusal = false) =>
        (await login.LoginAsync(afterRefusal, Stop)).Token!.RevealText();

    private static async Task<string> WhyAsync(ILoginSource login) =>
        (await Assert.ThrowsAsync<LoginUnavailableException>(async () => await login.LoginAsync(false, Stop))).Message;

    private sealed class TokenServer : HttpMessageHandler
    {
        public const string Plain = """{"access_token":"t","expires_in":3600}""";

        public List<string> Asked { get; } = [];

        public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

        public string? Body { get; init; }

        public bool Rotates { get; init; }

        public OAuthLogin Login(TimeProvider time, bool withRefresh = true) => new(
            "ann",
            new OAuthGrant
            {
                Endpoint = new Uri("https://tokens.test/token"),
                ClientId = "me",
                ClientSecret = new GivenSecret(new Secret("hush")),
                RefreshToken = withRefresh ? new GivenSecret(new Secret("refresh0")) : null,
                Scope = "mail",
            },
            new HttpClient(this),
            time);

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            var refresh = Rotates ? $",\"refresh_token\":\"refresh{Asked.Count}\"" : "";
            var body = Body ?? $"{{\"access_token\":\"token{Asked.Count}\",\"expires_in\":\"3600\"{refresh}}}";
            return new HttpResponseMessage(Status)
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
        }
    }
}
