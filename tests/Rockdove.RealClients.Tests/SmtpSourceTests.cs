using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>Postfix's smtp-source: many messages over many connections at once.</summary>
public sealed class SmtpSourceTests : IDisposable
{
    private readonly RunningCatch _server;
    private readonly ScratchFolder _folder = new();
    private readonly TestMail _mail;
    private readonly TestMail _sent;

    public SmtpSourceTests(RunningCatch server)
    {
        _server = server;
        _mail = TestMail.Create();
        _sent = _mail with { Octets = [.. _mail.Octets, .. "\r\n"u8] }; // It adds an empty line to what it reads.
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Many_messages_in_many_sessions_all_arrive()
    {
        (await SendAsync($"127.0.0.1:{_server.Smtp}", "-s", "10", "-m", "200", "-d")).Succeeds();

        var caught = await _server.MailToAsync(_mail.To);
        Assert.Equal(200, caught.Count);
        Assert.All(caught, one => one.Is(_sent));
    }

    [Fact]
    public async Task A_connection_for_each_message_is_no_trouble()
    {
        (await SendAsync($"127.0.0.1:{_server.Smtp}", "-s", "5", "-m", "50")).Succeeds();

        var caught = await _server.MailToAsync(_mail.To);
        Assert.Equal(50, caught.Count);
        Assert.All(caught, one => one.Is(_sent));
    }

    [Fact]
    public async Task Lmtp_carries_mail_for_many_recipients()
    {
        (await SendAsync($"127.0.0.1:{_server.Lmtp}", "-L", "-s", "4", "-m", "20", "-r", "3")).Succeeds();

        // The second and third recipient are the first one with a number in front.
        var caught = await _server.MailToAsync("3" + _mail.To);
        Assert.Equal(20, caught.Count);
        Assert.All(caught, one => Assert.Equal(_sent.Octets, one.Octets));
        Assert.All(caught, one => Assert.Equal(["3" + _mail.To, "2" + _mail.To, _mail.To], one.To));
    }

    [Fact]
    public async Task Its_own_messages_arrive_as_it_made_them()
    {
        (await ClientProgram.SmtpSource.RunAsync(
            "-f", _mail.From, "-t", _mail.To, "-s", "2", "-m", "10", "-l", "1024",
            $"127.0.0.1:{_server.Smtp}")).Succeeds();

        var caught = await _server.MailToAsync(_mail.To);
        Assert.Equal(10, caught.Count);
        Assert.All(caught, one => Assert.Equal(_mail.From, one.From));
        Assert.All(caught, one => Assert.StartsWith($"From: <{_mail.From}>\r\nTo: <{_mail.To}>\r\n", one.Text));
        Assert.All(caught, one => Assert.Equal(MadeUp(1024), one.Body));
    }

    /// <summary>-F wants lines without CR.</summary>
    private Task<ClientRun> SendAsync(string server, params IReadOnlyList<string> more) =>
        ClientProgram.SmtpSource.RunAsync(
        [
            "-f", _mail.From, "-t", _mail.To, "-F", _folder.Write("mail.txt", _mail.WithUnixNewlines),
            .. more, server,
        ]);

    /// <summary>What -l sends: lines of X with their number's last digit in front, and what is left over.</summary>
    private static string MadeUp(int octets)
    {
        var body = new StringBuilder();
        for (var line = 1; body.Length + LineOctets < octets; line++)
            body.Append(line % 10).Append('X', LineOctets - 3).Append("\r\n");
        return body.Append('X', octets - body.Length).Append("\r\n").ToString();
    }

    /// <summary>Of a line that it makes up, with its CRLF.</summary>
    private const int LineOctets = 80;
}
