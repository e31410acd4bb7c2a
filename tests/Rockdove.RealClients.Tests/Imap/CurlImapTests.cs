namespace Rockdove.RealClients.Tests;

/// <summary>curl reads and writes by IMAP.</summary>
public sealed class CurlImapTests(RunningImapCatch server) : IClassFixture<RunningImapCatch>
{
    [Theory]
    [InlineData("AUTH=PLAIN")]
    [InlineData("AUTH=LOGIN")]
    [InlineData("AUTH=CRAM-MD5")]
    [InlineData("AUTH=*")]
    public async Task Mail_is_read_octet_for_octet(string login)
    {
        var mail = TestMail.Create();
        await server.CatchAsync(mail);
        var whole = (await RunAsync(mail, "INBOX;UID=1", "--login-options", login)).Succeeds();
        Assert.Equal(mail.Octets, whole.Output);
        var text = (await RunAsync(mail, "INBOX;MAILINDEX=1;SECTION=TEXT", "--login-options", login)).Succeeds();
        Assert.True(mail.Octets.AsSpan().EndsWith(text.Output));
    }

    [Fact]
    public async Task Starttls_comes_first_where_it_is_asked_for()
    {
        var mail = TestMail.Create();
        await server.CatchAsync(mail);
        var run = (await RunAsync(mail, "INBOX;UID=1", "--ssl-reqd", "-k")).Succeeds().Says(" STARTTLS");
        Assert.Equal(mail.Octets, run.Output);
    }

    [Fact]
    public async Task Mail_is_found_listed_and_appended()
    {
        var mail = TestMail.Create();
        await server.CatchAsync(mail);
        using var folder = new ScratchFolder();
        var file = folder.Write("mail.eml", mail.Octets);
        (await RunAsync(mail, "INBOX", "--upload-file", file)).Succeeds();
        Assert.Equal(mail.Octets, (await RunAsync(mail, "INBOX;UID=2", [])).Succeeds().Output);
        (await RunAsync(mail, "INBOX?SUBJECT%20octets", [])).Succeeds().Says("* SEARCH 1 2");
        (await RunAsync(mail, "", "--request", "LIST \"\" *")).Succeeds().Says("* LIST (\\HasNoChildren) \"/\" INBOX");
    }

    private Task<ClientRun> RunAsync(TestMail mail, string path, params IReadOnlyList<string> more) =>
        ClientProgram.Curl.RunAsync(
        [
            "-sSv", $"imap://127.0.0.1:{server.Imap}/{path}", "--user", $"{mail.To}:{RunningImapCatch.Password}",
            .. more,
        ]);
}
