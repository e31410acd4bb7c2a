using System.Text;

namespace Rockdove.Cli.Tests;

/// <summary><c>rockdove sendmail</c>, in this process.</summary>
public class SendmailTests
{
    [Fact]
    public async Task What_php_says_by_default_works()
    {
        await using var server = await MailServer.StartAsync();

        // PHP's mail(): sendmail_path is "… -t -i", and lines of the header end in CRLF, those of the body in LF.
        var code = await RunAsync(
            server,
            "To: ann@example.org\r\nSubject: Hi\r\nBcc: eve@example.org,\r\n bob@example.org\r\n"
            + "From: app@x.test\r\n\r\nLine\n.\nLast",
            "-t", "-i");

        Assert.Equal(0, code);
        Assert.Equal(
            ["ann@example.org", "eve@example.org", "bob@example.org"],
            server.Envelopes.Single().Recipients.Select(one => one.Path.Address));
        var text = Encoding.UTF8.GetString(server.Messages.Single());
        Assert.Contains("To: ann@example.org\r\nSubject: Hi\r\nFrom: app@x.test\r\n\r\nLine\r\n.\r\nLast", text,
            StringComparison.Ordinal);
        Assert.DoesNotContain("eve@", text, StringComparison.Ordinal);
        Assert.DoesNotContain("bob@", text, StringComparison.Ordinal);
        Assert.Single(text.Split("\r\n"), line => line.StartsWith("Date: ", StringComparison.Ordinal));
        Assert.Single(text.Split("\r\n"), line => line.StartsWith("Message-ID: <", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Recipients_of_the_command_line_and_of_the_header_get_it_once()
    {
        await using var server = await MailServer.StartAsync();
        Assert.Equal(0, await RunAsync(
            server, "To: A <a@x.test>, b@x.test\nCc: Group: c@x.test;\n\n", "-ti", "--", "b@x.test, d@x.test"));
        Assert.Equal(
            ["b@x.test", "d@x.test", "a@x.test", "c@x.test"],
            server.Envelopes.Single().Recipients.Select(one => one.Path.Address));
    }

    [Fact]
    public async Task Without_t_the_header_names_nobody()
    {
        await using var server = await MailServer.StartAsync();
        Assert.Equal(0, await RunAsync(server, "To: a@x.test\nBcc: c@x.test\n\n", "b@x.test"));
        Assert.Equal("b@x.test", server.Envelopes.Single().Recipients.Single().Path.Address);
        Assert.DoesNotContain("c@x.test", Encoding.UTF8.GetString(server.Messages.Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_sent_again_goes_to_whom_it_is_sent_again()
    {
        await using var server = await MailServer.StartAsync();
        Assert.Equal(0, await RunAsync(
            server, "Resent-To: r@x.test\nResent-Bcc: s@x.test\nTo: a@x.test\n\n", "-t"));
        Assert.Equal(
            ["r@x.test", "s@x.test"], server.Envelopes.Single().Recipients.Select(one => one.Path.Address));
        Assert.DoesNotContain("s@x.test", Encoding.UTF8.GetString(server.Messages.Single()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-fann@x.test", null, "ann@x.test")]
    [InlineData("-f", "ann@x.test", "ann@x.test")]
    [InlineData("-r", "ann@x.test", "ann@x.test")]
    [InlineData("--from=ann@x.test", null, "ann@x.test")]
    [InlineData("--from", "ann@x.test", "ann@x.test")]
    [InlineData("-f<>", null, "")]
    [InlineData("-f", "", "")]
    public async Task The_reverse_path_is_what_f_says(string flag, string? value, string expected)
    {
        await using var server = await MailServer.StartAsync();
        string[] flags = value is null ? [flag] : [flag, value];
        Assert.Equal(0, await RunAsync(server, "Subject: x\n\n", [.. flags, "b@x.test"]));
        Assert.Equal(expected, server.Envelopes.Single().Sender.Path.Address);
    }

    [Theory]
    [InlineData("Ann Dove", "From: \"Ann Dove\" <ann@x.test>")]
    [InlineData("Ann \"A\" Dove", "From: \"Ann \\\"A\\\" Dove\" <ann@x.test>")]
    [InlineData("Ängström", "From: =?UTF-8?B?w4RuZ3N0csO2bQ==?= <ann@x.test>")]
    [InlineData("Ann\r\nBcc: eve@x.test", "From: \"Ann  Bcc: eve@x.test\" <ann@x.test>")]
    public async Task A_message_without_an_author_gets_the_name_that_F_says(string name, string field)
    {
        await using var server = await MailServer.StartAsync();
        Assert.Equal(0, await RunAsync(server, "Subject: x\n\n", "-F", name, "-f", "ann@x.test", "b@x.test"));
        Assert.StartsWith($"{field}\r\n", Encoding.UTF8.GetString(server.Messages.Single()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-i")]
    [InlineData("-oi")]
    [InlineData("-OIgnoreDots=true")]
    public async Task A_full_stop_ends_the_message_unless_told_otherwise(string flag)
    {
        await using var server = await MailServer.StartAsync();
        string[] flags = flag.Length > 0 ? [flag] : [];
        Assert.Equal(0, await RunAsync(server, "Subject: x\n\nbefore\n.\nafter\n", [.. flags, "b@x.test"]));
        Assert.EndsWith(
            flag.Length > 0 ? "\r\nbefore\r\n.\r\nafter\r\n" : "\r\nbefore\r\n",
            Encoding.UTF8.GetString(server.Messages.Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flags_that_make_no_sense_here_are_passed_over()
    {
        await using var server = await MailServer.StartAsync();
        Assert.Equal(0, await RunAsync(
            server, "Subject: x\n\n", "-bm", "-v", "-n", "-G", "-oem", "-odb", "-O", "DeliveryMode=b", "-B8BITMIME",
            "-N", "never", "-q1h", "b@x.test"));
        Assert.Single(server.Messages);
    }

    [Theory]
    [InlineData("MP_SENDMAIL_FROM", "MP_SENDMAIL_SMTP_ADDR")]
    [InlineData("MH_SENDMAIL_FROM", "MH_SENDMAIL_SMTP_ADDR")]
    public async Task Variables_of_mailpits_and_mailhogs_programs_count(string from, string address)
    {
        await using var server = await MailServer.StartAsync();
        var run = new SendmailRun(
            name => name == from ? "env@x.test" : name == address ? server.Address : null,
            new MemoryStream("Subject: x\n\n"u8.ToArray()), Stream.Null);
        Assert.Equal(0, await run.RunAsync(["b@x.test"], RockdoveProcess.Patience));
        Assert.Equal("env@x.test", server.Envelopes.Single().Sender.Path.Address);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(64, "-t")]
    [InlineData(64, "-Z", "b@x.test")]
    [InlineData(64, "-bp")]
    [InlineData(64, "-f")]
    [InlineData(64, "--nothing", "b@x.test")]
    [InlineData(64, "-f", "a b@x.test", "b@x.test")]
    [InlineData(64, "-S", ":::", "b@x.test")]
    [InlineData(75, "-S", "127.0.0.1:1", "b@x.test")]
    public async Task What_cannot_be_done_has_the_code_of_sysexits(int code, params string[] flags)
    {
        var run = new SendmailRun(_ => null, new MemoryStream("Subject: x\n\n"u8.ToArray()), Stream.Null);
        Assert.Equal(code, await run.RunAsync(flags, RockdoveProcess.Patience));
    }

    [Theory]
    [InlineData("bad@x.test", 67, 1)]
    [InlineData("Message", 69, 0)]
    [InlineData("Mail", 69, 0)]
    public async Task A_refusal_has_its_code_and_keeps_it_from_nobody_else(string refuses, int code, int kept)
    {
        await using var server = await MailServer.StartAsync(refuses: refuses);
        Assert.Equal(code, await RunAsync(server, "Subject: x\n\n", "good@x.test", "bad@x.test"));
        Assert.Equal(kept, server.Messages.Count);
    }

    [Fact]
    public async Task With_bs_smtp_is_spoken_on_the_standard_streams()
    {
        await using var server = await MailServer.StartAsync();
        using var replies = new MemoryStream();
        var run = new SendmailRun(
            _ => null,
            new MemoryStream(
                "EHLO x\r\nMAIL FROM:<a@x.test>\r\nRCPT TO:<b@x.test>\r\nDATA\r\nSubject: x\r\n\r\n.\r\nQUIT\r\n"u8
                    .ToArray()),
            replies);
        Assert.Equal(0, await run.RunAsync(["-bs", "-S", server.Address], RockdoveProcess.Patience));
        Assert.Single(server.Messages);
        Assert.Contains("\r\n221 ", Encoding.ASCII.GetString(replies.ToArray()), StringComparison.Ordinal);
    }

    private static Task<int> RunAsync(MailServer server, string message, params string[] flags) => new SendmailRun(
        _ => null, new MemoryStream(Encoding.UTF8.GetBytes(message)), Stream.Null)
        .RunAsync(["-S", server.Address, .. flags], RockdoveProcess.Patience);
}
