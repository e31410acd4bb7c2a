using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>Programs that fetch, against <c>rockdove serve</c>: the same octets everywhere.</summary>
public sealed class ServeFetchingTests(RunningServe server) : IClassFixture<RunningServe>, IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly TestMail _mail = TestMail.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Poplib_sees_what_came()
    {
        await DeliverAsync();

        Assert.EndsWith(Latin(_mail.Octets), Latin(await server.TakeAsync(RunningServe.Ann)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curl_reads_by_pop3_and_by_imap()
    {
        await DeliverAsync();
        foreach (var address in (string[])
            [$"pop3s://127.0.0.1:{server["pop3s"]}/1", $"imaps://127.0.0.1:{server["imaps"]}/INBOX;MAILINDEX=1"])
        {
            var run = await ClientProgram.Curl.RunAsync(
                "-sS", "-k", address, "--user", $"{RunningServe.Ann}:{RunningServe.Password}");
            Assert.EndsWith(Latin(_mail.Octets), Latin(run.Succeeds().Output), StringComparison.Ordinal);
        }

        await server.TakeAsync(RunningServe.Ann);
    }

    [Fact]
    public async Task Mpop_fetches_each_message_once()
    {
        await DeliverAsync();
        var rules = _folder.Write("mpoprc", Encoding.UTF8.GetBytes($"""
            account default
            host 127.0.0.1
            port {server["pop3s"]}
            tls on
            tls_starttls off
            tls_certcheck off
            user {RunningServe.Ann}
            password "{RunningServe.Password}"
            auth scram-sha-256
            keep on
            delivery mbox {_folder.Path}/inbox
            uidls_file {_folder.Path}/uidls
            received_header off

            """));
        (await new ClientProgram("chmod").RunAsync("600", rules)).Succeeds();

        (await new ClientProgram("mpop").RunAsync("-d", "-C", rules)).Succeeds();
        var bytes = new FileInfo($"{_folder.Path}/inbox").Length;
        Assert.Contains("last line\n", await ReadAsync("inbox"), StringComparison.Ordinal);
        (await new ClientProgram("mpop").RunAsync("-d", "-C", rules)).Succeeds();
        Assert.Equal(bytes, new FileInfo($"{_folder.Path}/inbox").Length);
        (await new ClientProgram("mpop").RunAsync("-d", "-C", rules, "--keep=off")).Succeeds();
    }

    [Fact]
    public async Task Fetchmail_fetches_by_unique_ids()
    {
        await DeliverAsync();
        var rules = _folder.Write("fetchmailrc", Encoding.UTF8.GetBytes($"""
            poll 127.0.0.1 protocol POP3 service {server["pop3"]} uidl
              username "{RunningServe.Ann}" password "{RunningServe.Password}" sslproto "tls1.2+" no sslcertck
              keep mda "cat >> {_folder.Path}/inbox"

            """));
        (await new ClientProgram("chmod").RunAsync("600", rules)).Succeeds();

        (await FetchmailAsync(rules)).Succeeds();
        var inbox = await ReadAsync("inbox");
        Assert.EndsWith("last line\n", inbox, StringComparison.Ordinal);
        (await FetchmailAsync(rules)).EndsWith(1); // Nothing new.
        Assert.Equal(inbox, await ReadAsync("inbox"));
        await server.TakeAsync(RunningServe.Ann);
    }

    [Fact]
    public async Task Imaplib_logs_in_and_reads()
    {
        await DeliverAsync();
        var run = await ClientProgram.Python.RunAsync("-c", $"""
            import imaplib, ssl, sys
            imap = imaplib.IMAP4('127.0.0.1', {server["imap"]})
            imap.starttls(ssl._create_unverified_context())
            imap.login('{RunningServe.Ann}', '{RunningServe.Password}')
            assert imap.select('INBOX')[1] == [b'1'], imap.select('INBOX')
            names = b' '.join(imap.list()[1])
            assert all(name in names for name in (b'Drafts', b'Sent', b'Junk', b'Trash', b'INBOX')), names
            sys.stdout.buffer.write(imap.fetch('1', '(BODY.PEEK[])')[1][0][1])
            imap.store('1', '+FLAGS', '\\Deleted'); imap.expunge(); imap.logout()
            """);

        Assert.EndsWith(Latin(_mail.Octets), Latin(run.Succeeds().Output), StringComparison.Ordinal);
    }

    private async Task DeliverAsync() => (await ClientProgram.Curl.RunAsync(
    [
        "-sS", $"smtp://127.0.0.1:{server["mx"]}", "--mail-from", "x@elsewhere.test", "--mail-rcpt", RunningServe.Ann,
        "--upload-file", _folder.Write("mail.eml", _mail.Octets),
    ])).Succeeds();

    private Task<ClientRun> FetchmailAsync(string rules) => new ClientProgram("fetchmail").RunAsync(
        "-v", "--nosyslog", "--invisible", "-f", rules, "-i", $"{_folder.Path}/ids",
        "--pidfile", $"{_folder.Path}/pid");

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(
        Path.Combine(_folder.Path, name), Encoding.Latin1, TestContext.Current.CancellationToken);

    private static string Latin(byte[] octets) => Encoding.Latin1.GetString(octets);
}
