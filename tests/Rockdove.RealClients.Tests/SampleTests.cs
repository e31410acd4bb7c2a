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

    [Fact]
    public async Task Delegate_handlers_answers_by_what_it_reads()
    {
        await using var sample = ServerProcess.Start("DelegateHandlers.dll", "--port", "0");

        (await TryAsync(sample, """
            smtp.ehlo()
            long = b'From: a\r\nsubject: Hi\r\n\r\n' + 100_000 * b'long\r\n'
            for content in (long, b'From: a\r\n\r\nSubject: late\r\n'):
                smtp.mail('ann@example.org')
                print([smtp.rcpt(to)[0] for to in ('eve@example.com', 'bob@example.org')], end=' ')
                print(smtp.data(content), end=' ')
                smtp.rset()
            """)).Says(
            "[550, 250] (250, b\"2.0.0 Got 'Hi'\") [550, 250] (554, b'5.6.0 A message needs a subject') ");
        await sample.ReadLineAsync("600024 octets from <ann@example.org>");
    }

    [Fact]
    public async Task Submission_with_tls_and_auth_serves_people_under_their_own_names()
    {
        await using var sample = ServerProcess.Start("SubmissionWithTlsAndAuth.dll", "--port", "0");

        (await TryAsync(sample, """
            import ssl
            smtp.ehlo('laptop.example')
            print(smtp.mail('ann@example.org')[0], end=' ')
            smtp.starttls(context=ssl._create_unverified_context())
            smtp.ehlo('laptop.example')
            print(smtp.mail('ann@example.org')[0], end=' ')
            try:
                smtp.login('ann', 'guess')
            except smtplib.SMTPAuthenticationError as refused:
                print(refused.smtp_code, end=' ')
            print(smtp.login('ann', 'correct horse')[0], end=' ')
            print(smtp.mail('bob@example.org')[0], end=' ')
            smtp.sendmail('ann@example.org', ['you@example.net'], b'Subject: x\r\n\r\nhello\r\n')
            """)).Says("530 530 535 235 550 ");
        await sample.ReadLineAsync("Received: from laptop.example ([127.0.0.1])");
        await sample.ReadLineAsync("by localhost with ESMTPSA");
        await sample.ReadLineAsync("for <you@example.net> tls TLS_");
        await sample.ReadLineAsync("Subject: x");
    }

    [Fact]
    public async Task Write_a_store_has_the_message_on_disk_before_it_says_so()
    {
        using var folder = new ScratchFolder();
        await using var sample = ServerProcess.Start("WriteAStore.dll", "--port", "0", "--folder", folder.Path);

        (await TryAsync(sample, $"""
            import os
            smtp.ehlo()
            smtp.mail('ann@example.org')
            smtp.rcpt('bob@example.org')
            code, text = smtp.data(b'Subject: x\r\n\r\n.dot\r\n')
            name = text.split()[-1].decode() + '.eml'
            print(code, os.listdir('{folder.Path}') == [name], open('{folder.Path}/' + name, 'rb').read())
            """)).Says("250 True b'Subject: x\\r\\n\\r\\n.dot\\r\\n'");
    }

    [Fact]
    public async Task Catcher_in_a_test_passes()
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "CatcherInATest.dll");

        (await new ClientProgram("dotnet").RunAsync(assembly)).Succeeds();
    }

    private static async Task<ClientRun> TryAsync(ServerProcess sample, string script)
    {
        var line = await sample.ReadLineAsync("Now listening on: ");
        var port = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..].Trim()).Port;
        return (await ClientProgram.Python.RunAsync(
            "-c", $"import smtplib\nsmtp = smtplib.SMTP('127.0.0.1', {port})\n{script}\nsmtp.quit()\n")).Succeeds();
    }
}
