using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>Programs that fetch mail for a living: mpop and fetchmail.</summary>
public sealed class FetcherTests(RunningPop3Catch server) : IClassFixture<RunningPop3Catch>
{
    [Fact]
    public async Task Mpop_fetches_each_message_once()
    {
        TestMail[] mails = [TestMail.Create(), TestMail.Create()];
        await server.CatchAsync(mails);
        using var folder = new ScratchFolder();
        var rules = folder.Write("mpoprc", Encoding.UTF8.GetBytes($"""
            account default
            host 127.0.0.1
            port {server.Pop3}
            tls off
            user {RunningCatch.User}
            password "{RunningCatch.Password}"
            auth user
            keep on
            delivery mbox {folder.Path}/inbox
            uidls_file {folder.Path}/uidls
            received_header off

            """));
        (await new ClientProgram("chmod").RunAsync("600", rules)).Succeeds();

        (await new ClientProgram("mpop").RunAsync("-d", "-C", rules)).Succeeds();
        var inbox = await ReadAsync($"{folder.Path}/inbox");
        Assert.All(mails, mail => Assert.Contains(Quoted(mail), inbox, StringComparison.Ordinal));
        (await new ClientProgram("mpop").RunAsync("-d", "-C", rules)).Succeeds();
        Assert.Equal(inbox.Length, new FileInfo($"{folder.Path}/inbox").Length);
        (await new ClientProgram("mpop").RunAsync("-d", "-C", rules, "--keep=off")).Succeeds();
        await IsEmptyAsync();
    }

    [Theory, InlineData(""), InlineData(" uidl")]
    public async Task Fetchmail_fetches_and_deletes(string more)
    {
        var mail = TestMail.Create();
        await server.CatchAsync(mail);
        using var folder = new ScratchFolder();
        var rules = folder.Write("fetchmailrc", Encoding.UTF8.GetBytes($"""
            poll 127.0.0.1 protocol POP3 service {server.Pop3}{more}
              username "{RunningCatch.User}" password "{RunningCatch.Password}" sslproto ""
              mda "cat >> {folder.Path}/inbox"

            """));
        (await new ClientProgram("chmod").RunAsync("600", rules)).Succeeds();

        (await new ClientProgram("fetchmail").RunAsync(
            "-v", "--nosyslog", "--invisible", "-f", rules, "-i", $"{folder.Path}/ids",
            "--pidfile", $"{folder.Path}/pid")).Succeeds();
        var inbox = await ReadAsync($"{folder.Path}/inbox");
        Assert.EndsWith(Body(mail), inbox, StringComparison.Ordinal);
        await IsEmptyAsync();
    }

    private async Task IsEmptyAsync()
    {
        var list = await ClientProgram.Curl.RunAsync(
            "-sS", $"pop3://127.0.0.1:{server.Pop3}/", "--user", $"{RunningCatch.User}:{RunningCatch.Password}");
        Assert.Equal("\r\n"u8.ToArray(), list.Succeeds().Output); // What curl makes of a listing without lines.
    }

    private static Task<string> ReadAsync(string path) =>
        File.ReadAllTextAsync(path, Encoding.Latin1, TestContext.Current.CancellationToken);

    private static string Unix(TestMail mail) => Encoding.Latin1.GetString(mail.WithUnixNewlines);

    /// <summary>As mbox has it, where a line that begins with From begins a message.</summary>
    private static string Quoted(TestMail mail) => Unix(mail).Replace("\nFrom ", "\n>From ", StringComparison.Ordinal);

    private static string Body(TestMail mail)
    {
        var text = Unix(mail);
        return text[(text.IndexOf("\n\n", StringComparison.Ordinal) + 2)..];
    }
}
