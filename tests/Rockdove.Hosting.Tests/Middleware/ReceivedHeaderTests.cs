using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Rockdove.Smtp;
using Rockdove.Testing;

namespace Rockdove.Hosting.Tests;

/// <summary>The trace header, octet by octet (RFC 5321 section 4.4, RFC 3848).</summary>
public class ReceivedHeaderTests
{
    private readonly KeepingHandler _handler = new();

    [Fact]
    public async Task The_header_says_who_where_how_for_whom_and_when()
    {
        await using var server = await StartAsync();

        Assert.Equal(
            "Received: from c.test (client.test [192.0.2.1])\r\n"
            + "\tby mx.test with ESMTP\r\n"
            + "\tfor <u@b.test>;\r\n"
            + "\tThu, 01 Jan 2026 12:00:00 +0000\r\n"
            + "Subject: x\r\n\r\nhello\r\n",
            await SendAsync(server, "XCLIENT ADDR=192.0.2.1 NAME=client.test", "EHLO c.test", Mail, Rcpt, Message));
    }

    [Fact]
    public async Task Of_several_recipients_none_is_named()
    {
        await using var server = await StartAsync();

        Assert.Equal(
            "Received: from c.test ([127.0.0.1])\r\n\tby mx.test with ESMTP;\r\n\tThu, 01 Jan 2026 12:00:00 +0000\r\n"
            + "Subject: x\r\n\r\nhello\r\n",
            await SendAsync(server, "EHLO c.test", Mail, Rcpt, "RCPT TO:<v@b.test>", Message));
    }

    [Theory]
    [InlineData("2001:db8::1", "[IPv6:2001:db8::1]")]
    [InlineData("IPV6:::1", "[IPv6:::1]")]
    [InlineData("1.1.1.1", "[1.1.1.1]")]
    [InlineData("::ffff:192.0.2.1", "[192.0.2.1]")]
    public async Task The_address_is_a_literal(string address, string literal)
    {
        await using var server = await StartAsync();

        Assert.StartsWith(
            $"Received: from c.test ({literal})\r\n",
            await SendAsync(server, $"XCLIENT ADDR={address}", "EHLO c.test", Mail, Rcpt, Message),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_an_address_has_a_name_all_the_same()
    {
        await using var server = await StartAsync();

        Assert.StartsWith(
            "Received: from [192.0.2.7]\r\n\tby mx.test with ESMTP\r\n",
            await SendAsync(server, "XCLIENT ADDR=[UNAVAILABLE]", "EHLO [192.0.2.7]", Mail, Rcpt, Message),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SMTP", "HELO c.test", Mail)]
    [InlineData("ESMTP", "EHLO c.test", Mail)]
    [InlineData("ESMTPA", "XCLIENT LOGIN=bob", "EHLO c.test", Mail)]
    [InlineData("UTF8SMTP", "EHLO c.test", Mail + " SMTPUTF8")]
    [InlineData("UTF8SMTPA", "XCLIENT LOGIN=bob", "EHLO c.test", Mail + " SMTPUTF8")]
    public async Task The_protocol_has_its_registered_name(string name, params string[] commands)
    {
        await using var server = await StartAsync();

        Assert.Contains(
            $" with {name}\r\n\tfor <u@b.test>;",
            await SendAsync(server, [.. commands, Rcpt, Message]),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LMTP", "LHLO c.test", Mail)]
    [InlineData("LMTPA", "XCLIENT LOGIN=bob", "LHLO c.test", Mail)]
    [InlineData("UTF8LMTP", "LHLO c.test", Mail + " SMTPUTF8")]
    public async Task Lmtp_has_names_of_its_own(string name, params string[] commands)
    {
        await using var server = await StartAsync(options => options.IsLmtp = true);

        Assert.Contains(
            $" with {name}\r\n\tfor <u@b.test>;",
            await SendAsync(server, [.. commands, Rcpt, Message]),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "S")]
    [InlineData(true, "SA")]
    public async Task Under_tls_the_cipher_is_told(bool withLogin, string suffix)
    {
        await using var server = await StartAsync(options => options.Certificate = CertificateSource.Development());
        await using var client = await server.ConnectAsync();
        await client.Link.ReadReplyAsync();
        await SayAsync(client, "EHLO c.test");
        await SayAsync(client, "STARTTLS");
        await client.StartTlsAsync(
            new ClientTlsOptions { AcceptsAnyCertificate = true }, TestContext.Current.CancellationToken);
        if (withLogin)
            await SayAsync(client, "XCLIENT LOGIN=bob");
        await TalkAsync(client, "EHLO c.test", Mail, Rcpt, Message);

        var suite = client.Link.Tls!.NegotiatedCipherSuite;
        Assert.Contains(
            $" with ESMTP{suffix}\r\n\tfor <u@b.test> tls {suite};\r\n\tThu, 01 Jan 2026 12:00:00 +0000\r\nSubject",
            Kept(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_client_says_cannot_end_the_line_or_a_clause()
    {
        await using var server = await StartAsync(options => options.Leniencies = SmtpLeniencies.AnyHelloName);

        Assert.StartsWith(
            "Received: from c.test??x??with?ESMTPSA? (evil??Bcc:?x [192.0.2.1])\r\n\tby mx.test with ESMTP\r\n",
            await SendAsync(
                server,
                "XCLIENT ADDR=192.0.2.1 NAME=evil+0D+0ABcc:+20x",
                "EHLO c.test (x) with ESMTPSA;",
                Mail,
                Rcpt,
                Message),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_cut_where_no_domain_goes_on()
    {
        await using var server = await StartAsync();

        Assert.StartsWith(
            $"Received: from c.test ({new string('n', 255)} [192.0.2.1])\r\n",
            await SendAsync(
                server, $"XCLIENT ADDR=192.0.2.1 NAME={new string('n', 256)}", "EHLO c.test", Mail, Rcpt, Message),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_that_the_header_may_not_hold_are_not_in_it()
    {
        await using var server = await StartAsync(options =>
        {
            options.HostName = "bücher.test";
            options.Leniencies = SmtpLeniencies.Utf8WithoutParameter;
        });

        Assert.Equal(
            "Received: from xn--mnchen-3ya.test ([127.0.0.1])\r\n\tby xn--bcher-kva.test with ESMTP;\r\n"
            + "\tThu, 01 Jan 2026 12:00:00 +0000\r\nSubject: x\r\n\r\nhello\r\n",
            await SendAsync(server, "EHLO münchen.test", Mail, "RCPT TO:<ü@b.test>", Message));
    }

    [Fact]
    public async Task A_recipient_in_other_letters_is_named_when_the_message_may_have_them()
    {
        await using var server = await StartAsync();

        Assert.Contains(
            "\tfor <ü@b.test>;",
            await SendAsync(server, "EHLO c.test", Mail + " SMTPUTF8", "RCPT TO:<ü@b.test>", Message),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DATA\r\n.")]
    [InlineData("BDAT 0 LAST")]
    public async Task An_empty_message_gets_it_too(string message)
    {
        await using var server = await StartAsync();

        var kept = await SendAsync(server, "EHLO c.test", Mail, Rcpt, message);

        Assert.EndsWith("12:00:00 +0000\r\n", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_stands_in_front_once_however_the_message_comes()
    {
        await using var server = await StartAsync();

        var kept = await SendAsync(
            server, "EHLO c.test", Mail, Rcpt, "BDAT 11\r\nSubject: x\r", "BDAT 1\r\n\n", "BDAT 0 LAST");

        Assert.EndsWith(";\r\n\tThu, 01 Jan 2026 12:00:00 +0000\r\nSubject: x\r\n", kept, StringComparison.Ordinal);
        Assert.Equal(1, kept.Split("Received:").Length - 1);
    }

    [Fact]
    public async Task A_delegate_reads_it_and_each_recipient_is_answered()
    {
        var read = "";
        await using var server = PipedServer.Start(smtp => smtp
            .Configure(options => options.IsLmtp = true)
            .AddReceivedHeader()
            .OnMessageEach(async (_, body) =>
            {
                read = Encoding.UTF8.GetString(await body.ReadToEndAsync());
                return [SmtpReplies.MessageOk, SmtpReplies.StorageFull];
            }));
        await server.SayAsync($"LHLO c.test\r\n{Mail}\r\n{Rcpt}\r\nRCPT TO:<v@b.test>\r\n");

        await server.SendAsync("DATA\r\nhello\r\n.\r\n");

        Assert.StartsWith("354", await server.ReadLineAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250", await server.ReadLineAsync(), StringComparison.Ordinal);
        Assert.StartsWith("452", await server.ReadLineAsync(), StringComparison.Ordinal);
        Assert.StartsWith("Received: from c.test\r\n\tby localhost with LMTP;\r\n", read, StringComparison.Ordinal);
        Assert.EndsWith("+0000\r\nhello\r\n", read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_dropped_lets_the_sink_go_once()
    {
        var sink = new CountingSink();
        await using var server = PipedServer.Start(smtp => smtp
            .AddReceivedHeader()
            .Handle(new ScriptedHandler { OnData = _ => new(sink) }));
        await server.BeginDataAsync();

        server.HangUp();

        await server.EndAsync();
        Assert.Equal((0, 1, 0L), (sink.Completions, sink.Disposals, sink.ContentBytes));
    }

    private Task<RunningServer> StartAsync(Action<SmtpServerOptions>? more = null) => RunningServer.StartAsync(
        smtp => smtp
            .Configure(options =>
            {
                options.HostName = "mx.test";
                options.TrustedPeers = [IPNetwork.Parse("127.0.0.0/8")];
                more?.Invoke(options);
            })
            .AddReceivedHeader()
            .Handle(_handler),
        builder => builder.Services.AddSingleton<TimeProvider>(new ManualTimeProvider()));

    /// <summary>What the handler kept of a message that was sent with these commands.</summary>
    private async Task<string> SendAsync(RunningServer server, params string[] commands)
    {
        await using var client = await server.ConnectAsync();
        await client.Link.ReadReplyAsync();
        await TalkAsync(client, commands);
        return Kept();
    }

    private string Kept() => Encoding.UTF8.GetString(Assert.Single(_handler.Messages));

    private static async Task TalkAsync(ClientLink client, params string[] commands)
    {
        foreach (var command in commands)
        {
            await SayAsync(client, command);
            if (command.StartsWith("DATA", StringComparison.Ordinal))
                Assert.StartsWith("250 ", await client.Link.ReadReplyAsync(), StringComparison.Ordinal);
        }
    }

    private static async Task SayAsync(ClientLink client, string command)
    {
        var isChunk = command.StartsWith("BDAT", StringComparison.Ordinal) && command.Contains('\n');
        await client.Link.Output.WriteAsync(
            Encoding.UTF8.GetBytes(isChunk ? command : command + "\r\n"), TestContext.Current.CancellationToken);
        Assert.Contains((await client.Link.ReadReplyAsync())[0], "23");
    }

    private const string Mail = "MAIL FROM:<a@b.test>";
    private const string Rcpt = "RCPT TO:<u@b.test>";
    private const string Message = "DATA\r\nSubject: x\r\n\r\nhello\r\n.";
}
