namespace Rockdove.RealClients.Tests;

/// <summary>The programs in samples/, started as a reader would and tried with Python's smtplib.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task Smtp_in_twenty_lines_counts_the_octets_of_a_message()
    {
        await using var sample = ServerProcess.Start("SmtpInTwentyLines.dll", "--port", "0");

        (await TryAsync(sample, """
            smtp.ehlo()
            smtp.mail('ann@example.org')
            smtp.rcpt('bob@example.org')
            print(smtp.data(b'Subject: x\r\n\r\n.dot\r\n'))
            """)).Says("(250, b'2.0.0 Counted 20 octets')");
    }

    [Fact]
    public async Task Reject_with_middleware_refuses_strangers_and_empty_messages()
    {
        await using var sample = ServerProcess.Start("RejectWithMiddleware.dll", "--port", "0");

        (await TryAsync(sample, """
            smtp.ehlo('client.example')
            smtp.mail('ann@example.org')
            print([smtp.rcpt(to)[0] for to in ('bob@example.org', 'eve@example.org', 'Postmaster')], end=' ')
            print(smtp.data(b'')[0], end=' ')
            smtp.mail('ann@example.org')
            print(smtp.rcpt('Bob@Example.org')[0], smtp.data(b'Subject: x\r\n')[0])
            """)).Says("[250, 550, 250] 554 250 250");
        await sample.ReadLineAsync("client.example was told 550 Nobody here has this address");
        await sample.ReadLineAsync("client.example was told 554 There is nothing in this message");
    }

    [Fact]
    public async Task Write_an_extension_offers_and_answers_etrn()
    {
        await using var sample = ServerProcess.Start("WriteAnExtension.dll", "--port", "0");

        (await TryAsync(sample, """
            print(smtp.docmd('ETRN', 'example.org')[0], end=' ')
            smtp.ehlo()
            print(smtp.has_extn('ETRN'), end=' ')
            print([smtp.docmd('ETRN', name)[0] for name in ('example.org', 'example.net', 'example.com', 'a b', '')])
            """)).Says("503 True [253, 251, 459, 501, 501]");
    }

    private static async Task<ClientRun> TryAsync(ServerProcess sample, string script)
    {
        var line = await sample.ReadLineAsync("Now listening on: ");
        var port = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..].Trim()).Port;
        return (await ClientProgram.Python.RunAsync(
            "-c", $"import smtplib\nsmtp = smtplib.SMTP('127.0.0.1', {port})\n{script}\nsmtp.quit()\n")).Succeeds();
    }
}
