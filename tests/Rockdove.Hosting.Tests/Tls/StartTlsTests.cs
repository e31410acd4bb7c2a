using System.Security.Cryptography.X509Certificates;

namespace Rockdove.Hosting.Tests;

/// <summary>STARTTLS and implicit TLS, over pipes and a manual clock.</summary>
public class StartTlsTests
{
    [Fact]
    public async Task A_handshake_protects_what_follows()
    {
        await using var server = Start(new KeepingHandler());
        await using var client = await SecureAsync(server);

        await client.WriteAsync("EHLO c.test\r\n");
        var hello = await client.ReadReplyAsync();

        Assert.DoesNotContain("STARTTLS", hello, StringComparison.Ordinal); // T4
        await client.WriteAsync("STARTTLS\r\n");
        Assert.Equal("503 5.5.1 TLS is already in use", await client.ReadReplyAsync());
    }

    [Fact]
    public async Task T2_commands_slipped_in_before_the_handshake_are_never_run()
    {
        await using var server = Start(new KeepingHandler());

        var replies = await server.SayAsync("STARTTLS\r\nEHLO evil\r\nNOOP\r\n");

        await server.EndAsync();
        replies += server.TakeOutput();
        Assert.StartsWith("220 2.0.0 Ready to start TLS\r\n", replies, StringComparison.Ordinal);
        Assert.DoesNotContain("250", replies, StringComparison.Ordinal);
        Assert.Empty(server.Log.AboveDebug);
        Assert.Contains(server.Log.Entries, entry => entry.Text.Contains("handshake failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task T3_what_was_said_before_the_handshake_is_forgotten()
    {
        await using var server = Start(new KeepingHandler());
        await server.SayAsync("EHLO c.test\r\n");
        await using var client = await SecureAsync(server);

        await client.WriteAsync("MAIL FROM:<a@b.test>\r\n");

        Assert.Equal("503 5.5.1 Say EHLO first", await client.ReadReplyAsync());
    }

    [Fact]
    public async Task A_client_that_begins_no_handshake_is_left_after_ten_seconds()
    {
        await using var server = Start(new KeepingHandler());
        await server.SayAsync("STARTTLS\r\n");

        server.Clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(server.Session.IsCompleted);
        server.Clock.Advance(TimeSpan.FromSeconds(0.2));

        await server.EndAsync();
        Assert.Empty(server.Log.AboveDebug);
    }

    [Fact]
    public async Task A_client_that_does_not_speak_tls_costs_one_line_of_debug_log()
    {
        await using var server = Start(new KeepingHandler());
        await server.SayAsync("STARTTLS\r\n");

        await server.SayAsync("GET / HTTP/1.1\r\n\r\n");

        await server.EndAsync();
        Assert.Empty(server.Log.AboveDebug);
    }

    [Fact]
    public async Task Under_tls_a_silent_client_is_told_421()
    {
        await using var server = Start(new KeepingHandler());
        await using var client = await SecureAsync(server);
        var line = client.ReadLineAsync();

        await PassUntilAsync(server, line);

        Assert.Equal("421 4.4.2 Waited too long for you", await line);
        Assert.Null(await client.ReadLineAsync()); // A proper end, not a cut.
        await server.EndAsync();
    }

    [Fact]
    public async Task Under_tls_an_idle_client_is_told_of_the_stop()
    {
        await using var server = Start(new KeepingHandler());
        await using var client = await SecureAsync(server);

        server.BeginStop();

        Assert.Equal("421 4.3.2 Shutting down", await client.ReadLineAsync());
        await server.EndAsync();
    }

    [Fact]
    public async Task Under_tls_a_handler_that_never_answers_is_451()
    {
        await using var server = Start(new ScriptedHandler
        {
            OnMail = async context =>
            {
                await Task.Delay(Timeout.Infinite, context.Aborted);
                return null;
            },
        });
        await using var client = await SecureAsync(server);
        await client.WriteAsync("EHLO c.test\r\n");
        await client.ReadReplyAsync();
        await client.WriteAsync("MAIL FROM:<a@b.test>\r\n");
        var line = client.ReadLineAsync();

        await PassUntilAsync(server, line);

        Assert.Equal("451 4.3.0 Local error, try again later", await line);
        await client.WriteAsync("NOOP\r\n");
        Assert.Equal("250 2.0.0 Ok", await client.ReadLineAsync());
    }

    [Fact]
    public async Task Under_tls_a_client_that_never_reads_is_cut_off()
    {
        await using var server = Start(new KeepingHandler(), unreadBytes: 4096);
        await using var client = await SecureAsync(server);
        await client.WriteAsync(string.Concat(Enumerable.Repeat("HELP\r\n", 1000)));

        await PassUntilAsync(server, server.Session);

        Assert.Empty(server.Log.AboveDebug);
        client.Cut();
    }

    [Fact]
    public async Task A_message_under_tls_arrives_whole()
    {
        var handler = new KeepingHandler();
        await using var server = Start(handler);
        await using var client = await SecureAsync(server);
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}\r\n"));

        await client.WriteAsync("EHLO c.test\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<u@b.test>\r\nDATA\r\n");
        for (var i = 0; i < 4; i++)
            await client.ReadReplyAsync();
        await client.WriteAsync(text + ".\r\n");

        Assert.Equal("250 2.0.0 Kept", await client.ReadReplyAsync());
        Assert.Equal(text, System.Text.Encoding.ASCII.GetString(Assert.Single(handler.Messages)));
    }

    [Fact]
    public async Task A_port_that_begins_with_tls_greets_under_tls()
    {
        await using var server = PipedServer.Start(smtp => smtp.Handle(new KeepingHandler()).Configure(options =>
        {
            options.Certificate = CertificateSource.From(Certificate);
            options.ImplicitTls = true;
            options.RequiresTls = true;
        }));
        Assert.Equal("", server.Greeting);
        await using var client = new Link(server.ClientEnd);

        await client.StartTlsAsync(AnyCertificate.For("localhost"), TestContext.Current.CancellationToken);

        Assert.StartsWith("220 ", await client.ReadLineAsync(), StringComparison.Ordinal);
        await client.WriteAsync("EHLO c.test\r\nMAIL FROM:<a@b.test>\r\n");
        Assert.DoesNotContain("STARTTLS", await client.ReadReplyAsync(), StringComparison.Ordinal);
        Assert.Equal("250 2.1.0 Ok", await client.ReadReplyAsync());
    }

    private static PipedServer Start(SmtpHandler handler, int unreadBytes = 64 * 1024) => PipedServer.Start(
        smtp => smtp.Handle(handler).Configure(options =>
            options.Certificate = CertificateSource.From(Certificate)),
        unreadBytes);

    private static async Task<Link> SecureAsync(PipedServer server)
    {
        Assert.Equal("220 2.0.0 Ready to start TLS\r\n", await server.SayAsync("STARTTLS\r\n"));
        var link = new Link(server.ClientEnd);
        await link.StartTlsAsync(AnyCertificate.For("localhost"), TestContext.Current.CancellationToken);
        return link;
    }

    /// <summary>
    /// Moves the clock on until something has happened. A handshake runs on threads of its own, so when the server has
    /// come to its wait is not for the test to know.
    /// </summary>
    private static async Task PassUntilAsync(PipedServer server, Task happened)
    {
        for (var i = 0; i < 500 && !happened.IsCompleted; i++)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(30));
            await Task.WhenAny(happened, happened.WaitAsync(OneMoment, TestContext.Current.CancellationToken));
        }

        Assert.True(happened.IsCompleted, string.Join('\n', server.Log.Entries));
        await happened;
    }

    private static readonly X509Certificate2 Certificate = DevelopmentCertificate.Create("mx.test");
    private static readonly ClientTlsOptions AnyCertificate = new() { AcceptsAnyCertificate = true };
    private static readonly TimeSpan OneMoment = TimeSpan.FromMilliseconds(20);
}
