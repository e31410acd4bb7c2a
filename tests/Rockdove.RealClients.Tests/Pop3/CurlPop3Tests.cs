namespace Rockdove.RealClients.Tests;

/// <summary>curl fetches by POP3.</summary>
public sealed class CurlPop3Tests(RunningPop3Catch server) : IClassFixture<RunningPop3Catch>
{
    [Theory]
    [InlineData("AUTH=PLAIN")]
    [InlineData("AUTH=LOGIN")]
    [InlineData("AUTH=CRAM-MD5")]
    [InlineData("AUTH=+APOP")]
    public async Task Mail_is_fetched_octet_for_octet_and_deleted(string login)
    {
        var mail = TestMail.Create();
        await server.CatchAsync(mail);

        var run = (await RunAsync("1", "--login-options", login)).Succeeds();
        Assert.Equal(mail.Octets, run.Output);
        var top = (await RunAsync("", "-X", "TOP 1 0", "--login-options", login)).Succeeds();
        Assert.True(mail.Octets.AsSpan().StartsWith(top.Output));
        (await RunAsync("1", "--request", "DELE", "--login-options", login, "--list-only")).Succeeds();
        var list = (await RunAsync("", "--login-options", login)).Succeeds();
        Assert.Equal("\r\n"u8.ToArray(), list.Output); // What curl makes of a listing without lines.
    }

    [Fact]
    public async Task Stls_comes_first_where_it_is_asked_for()
    {
        var mail = TestMail.Create();
        await server.CatchAsync(mail);
        var run = (await RunAsync("1", "--ssl-reqd", "-k")).Succeeds().Says("> STLS");
        Assert.Equal(mail.Octets, run.Output);
        (await RunAsync("1", "--request", "DELE", "--list-only")).Succeeds();
    }

    [Fact]
    public async Task A_wrong_password_is_refused() =>
        (await ClientProgram.Curl.RunAsync(
            "-sSv", $"pop3://127.0.0.1:{server.Pop3}/", "--user", $"{RunningCatch.User}:wrong"))
        .EndsWith(LoginDenied).Says("< -ERR");

    private Task<ClientRun> RunAsync(string path, params IReadOnlyList<string> more) => ClientProgram.Curl.RunAsync(
    [
        "-sSv", $"pop3://127.0.0.1:{server.Pop3}/{path}", "--user", $"{RunningCatch.User}:{RunningCatch.Password}",
        .. more,
    ]);

    /// <summary>curl(1), EXIT CODES.</summary>
    private const int LoginDenied = 67;
}
