using System.IO.Pipelines;
using System.Text;

namespace Rockdove.Hosting.Tests;

/// <summary>A tap that edits what a server sends: what goes, when it goes, and how it ends.</summary>
public class EditedLinkTests
{
    [Fact]
    public async Task A_line_is_replaced_by_none_by_one_and_by_many()
    {
        var tap = new LineEditor
        {
            ["250 2.0.0 Ok"] = [],
            ["221 "] = [Line("1\r\n"), Line("2\r\n")],
            ["252 "] = [Line("999 one\r\n")],
        };
        await using var server = PipedServer.Start(smtp => smtp.Edit(_ => tap).Handle(new KeepingHandler()));
        await server.SayAsync("EHLO c.test\r\n");

        Assert.Equal("", await server.SayAsync("NOOP\r\n"));
        Assert.Equal("999 one\r\n", await server.SayAsync("VRFY x\r\n"));
        Assert.Equal("1\r\n2\r\n", await server.SayAsync("QUIT\r\n"));
    }

    [Fact]
    public async Task The_tap_sees_whole_lines_and_in_their_order()
    {
        var tap = new LineEditor();
        await using var server = PipedServer.Start(smtp => smtp.Edit(_ => tap).Handle(new KeepingHandler()));
        var heard = server.Greeting;

        foreach (var symbol in "EHLO c.test\r\nNOOP\r\nRSET\r\n")
            heard += await server.SayAsync(symbol.ToString());

        Assert.Equal(heard, string.Concat(tap.Seen));
        Assert.All(tap.Seen, line => Assert.EndsWith("\r\n", line, StringComparison.Ordinal));
        Assert.All(tap.Seen, line => Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_delay_holds_back_the_line_and_those_behind_it_but_not_those_before()
    {
        var tap = new LineEditor { ["250 2.0.0 Ok"] = [Line("250 late\r\n", TimeSpan.FromSeconds(30))] };
        await using var server = PipedServer.Start(smtp => smtp.Edit(_ => tap).Handle(new KeepingHandler()));
        await server.SayAsync("EHLO c.test\r\n");

        Assert.StartsWith("252 ", await server.SayAsync("VRFY x\r\nNOOP\r\nVRFY y\r\n"), StringComparison.Ordinal);
        Assert.Equal("", server.Pass(TimeSpan.FromSeconds(29.9)));
        server.Clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal("250 late", await server.ReadLineAsync());
        Assert.StartsWith("252 ", await server.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_trickles_in_pieces_each_after_its_wait()
    {
        var slow = Line("250 abcd\r\n") with { PieceBytes = 4, BetweenPieces = TimeSpan.FromSeconds(1) };
        var tap = new LineEditor { ["250 2.0.0 Ok"] = [slow] };
        await using var server = PipedServer.Start(smtp => smtp.Edit(_ => tap).Handle(new KeepingHandler()));

        Assert.Equal("250 ", await server.SayAsync("NOOP\r\n"));
        await server.Clock.WaitForTimersAsync(2, TestContext.Current.CancellationToken); // With the driver's own.
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("abcd", await ReadAsync(server, 4));
        await server.Clock.WaitForTimersAsync(2, TestContext.Current.CancellationToken);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("\r\n", await ReadAsync(server, 2));
    }

    [Fact]
    public async Task After_a_close_nothing_more_is_sent_and_nothing_more_is_done()
    {
        var mails = 0;
        var handler = new ScriptedHandler
        {
            OnMail = _ =>
            {
                mails++;
                return default;
            },
        };
        var tap = new LineEditor { ["250 2.0.0 Ok"] = [Line("250 bye\r\n") with { Then = HangUp.Close }] };
        await using var server = PipedServer.Start(smtp => smtp.Edit(_ => tap).Handle(handler));
        var said = await server.SayAsync("EHLO c.test\r\nNOOP\r\nMAIL FROM:<a@b.test>\r\n");

        Assert.EndsWith("250 bye\r\n", said, StringComparison.Ordinal);
        await server.EndAsync();
        Assert.Equal((0, ""), (mails, server.TakeOutput()));
    }

    [Fact]
    public async Task A_reset_is_told_to_the_transport()
    {
        var tap = new LineEditor { ["250 2.0.0 Ok"] = [new LineEdit { Then = HangUp.Reset }] };
        await using var server = PipedServer.Start(smtp => smtp.Edit(_ => tap).Handle(new KeepingHandler()));

        Assert.Equal("", await server.SayAsync("NOOP\r\n"));

        await server.EndAsync();
        Assert.Contains(server.Log.Entries, entry => entry.Text.Contains("reset on purpose", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reset_in_answer_to_quit_is_a_reset()
    {
        var tap = new LineEditor { ["221 "] = [new LineEdit { Then = HangUp.Reset }] };
        await using var server = PipedServer.Start(smtp => smtp.Edit(_ => tap).Handle(new KeepingHandler()));

        await server.SayAsync("QUIT\r\n");

        await server.EndAsync();
        Assert.Contains(server.Log.Entries, entry => entry.Text.Contains("reset on purpose", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_close_behind_the_go_ahead_for_tls_lets_no_handshake_begin()
    {
        var tap = new LineEditor { ["220 2.0.0"] = [Line("220 go\r\n") with { Then = HangUp.Close }] };
        await using var server = PipedServer.Start(smtp => smtp
            .Configure(options => options.Certificate = CertificateSource.Development())
            .Edit(_ => tap)
            .Handle(new KeepingHandler()));

        Assert.Equal("220 go\r\n", await server.SayAsync("STARTTLS\r\n"));

        await server.EndAsync();
        Assert.Equal("", server.TakeOutput());
    }

    [Fact]
    public async Task The_tap_goes_on_under_tls()
    {
        var tap = new LineEditor { ["250 2.0.0 Ok"] = [Line("250 edited\r\n")] };
        await using var server = PipedServer.Start(smtp => smtp
            .Configure(options => options.Certificate = CertificateSource.Development())
            .Edit(_ => tap)
            .Handle(new KeepingHandler()));
        await server.SayAsync("STARTTLS\r\n");
        await using var client = new Link(server.ClientEnd);
        await client.StartTlsAsync(
            new ClientTlsOptions { AcceptsAnyCertificate = true }.For("x"), TestContext.Current.CancellationToken);

        await client.WriteAsync("NOOP\r\n");

        Assert.Equal("250 edited", await client.ReadReplyAsync());
        Assert.Equal("250 2.0.0 Ok\r\n", tap.Seen[^1]);
    }

    [Fact]
    public async Task A_stop_during_a_delay_waits_for_it()
    {
        var tap = new LineEditor { ["250 2.0.0 Ok"] = [Line("250 late\r\n", TimeSpan.FromSeconds(30))] };
        await using var server = PipedServer.Start(smtp => smtp.Edit(_ => tap).Handle(new KeepingHandler()));
        await server.SayAsync("NOOP\r\n");

        server.BeginStop();
        Assert.False(server.Session.IsCompleted);
        server.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("250 late", await server.ReadLineAsync());
        Assert.Equal("421 4.3.2 Shutting down", await server.ReadLineAsync());
        await server.EndAsync();
    }

    [Fact]
    public async Task A_forced_stop_during_a_delay_ends_it()
    {
        var tap = new LineEditor { ["250 2.0.0 Ok"] = [Line("250 late\r\n", TimeSpan.FromSeconds(30))] };
        await using var server = PipedServer.Start(smtp => smtp.Edit(_ => tap).Handle(new KeepingHandler()));
        await server.SayAsync("NOOP\r\n");
        server.BeginStop();

        server.ForceStop();

        await server.EndAsync();
        Assert.Equal("", server.TakeOutput());
    }

    [Fact]
    public async Task A_client_that_has_gone_is_not_waited_for()
    {
        var tap = new LineEditor { ["250 2.0.0 Ok"] = [Line("250 late\r\n", TimeSpan.FromSeconds(30))] };
        await using var server = PipedServer.Start(smtp => smtp.Edit(_ => tap).Handle(new KeepingHandler()));
        await server.ClientEnd.Input.CompleteAsync();

        await server.SendAsync("NOOP\r\n");

        await server.EndAsync(); // The clock stands still: nothing has waited.
    }

    [Fact]
    public async Task A_client_that_goes_during_a_delay_is_let_go_behind_it()
    {
        var tap = new LineEditor { ["250 2.0.0 Ok"] = [Line("250 late\r\n", TimeSpan.FromSeconds(30))] };
        await using var server = PipedServer.Start(smtp => smtp.Edit(_ => tap).Handle(new KeepingHandler()));
        await server.SayAsync("NOOP\r\n");
        await server.ClientEnd.Input.CompleteAsync();

        server.Clock.Advance(TimeSpan.FromSeconds(30));

        await server.EndAsync();
    }

    [Fact]
    public async Task A_delay_longer_than_the_bound_on_output_cuts_the_connection()
    {
        var limits = new DriverLimits { Flush = TimeSpan.FromSeconds(10) };
        var tap = new LineEditor { ["250 2.0.0 Ok"] = [Line("250 late\r\n", TimeSpan.FromSeconds(30))] };
        await using var server = PipedServer.Start(smtp => smtp
            .Configure(options => options.Clocks = limits).Edit(_ => tap).Handle(new KeepingHandler()));
        await server.SayAsync("NOOP\r\n");

        server.Clock.Advance(TimeSpan.FromSeconds(11));

        await server.EndAsync();
        Assert.Equal("", server.TakeOutput());
    }

    [Fact]
    public async Task A_recording_tells_what_was_sent_and_that_we_hung_up()
    {
        var recording = new RecordingTap(TimeProvider.System);
        var tap = new LineEditor { ["250 2.0.0 Ok"] = [Line("250 by") with { Then = HangUp.Close }] };
        await using var server = PipedServer.Start(smtp => smtp
            .Tap(_ => recording).Edit(_ => tap).Handle(new KeepingHandler()));

        await server.SayAsync("NOOP\r\n");
        await server.EndAsync();

        Assert.True(recording.HasEnded);
        Assert.Equal(
            ["C: NOOP", @"S: 250 by\", "! expect close"],
            recording.ToTranscript("x").Lines.Select(line => line.ToString()).TakeLast(3));
    }

    [Fact]
    public void A_link_has_one_tap_that_edits_and_it_comes_last()
    {
        var pipe = new Pipe();
        var link = new Link(new Ends(pipe.Reader, pipe.Writer));
        link.Edit(new LineEditor(), TimeProvider.System);

        Assert.Contains(
            "one tap", Assert.Throws<InvalidOperationException>(() =>
                link.Edit(new LineEditor(), TimeProvider.System)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "before",
                Assert.Throws<InvalidOperationException>(() => link.Tap(new RecordingTap(TimeProvider.System))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_hanging_up_counts()
    {
        await using var server = PipedServer.Start(smtp => smtp
            .Use((context, next) =>
            {
                if (context.Question is Smtp.MailQuestion)
                {
                    context.HangUp(HangUp.Close);
                    context.HangUp(HangUp.Reset);
                }

                return next(context);
            })
            .Handle(new KeepingHandler()));
        await server.SayAsync("EHLO c.test\r\n");

        Assert.Equal("", await server.SayAsync("MAIL FROM:<a@b.test>\r\n"));

        await server.EndAsync();
        Assert.DoesNotContain(server.Log.Entries, entry =>
            entry.Text.Contains("reset on purpose", StringComparison.Ordinal));
    }

    private static LineEdit Line(string text, TimeSpan before = default) =>
        new() { Send = Encoding.ASCII.GetBytes(text), Before = before };

    private static async Task<string> ReadAsync(PipedServer server, int octets)
    {
        var result = await server.ClientEnd.Input.ReadAtLeastAsync(octets, TestContext.Current.CancellationToken);
        var text = Encoding.ASCII.GetString(result.Buffer);
        server.ClientEnd.Input.AdvanceTo(result.Buffer.End);
        return text;
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>Replaces lines that begin with a key.</summary>
    private sealed class LineEditor : Dictionary<string, IReadOnlyList<LineEdit>>, ILineTap
    {
        public List<string> Seen { get; } = [];

        public IReadOnlyList<LineEdit>? OnServerLine(ReadOnlyMemory<byte> line)
        {
            var text = Encoding.UTF8.GetString(line.Span);
            Seen.Add(text);
            return Keys.FirstOrDefault(key => text.StartsWith(key, StringComparison.Ordinal)) is { } key ? this[key]
                : null;
        }
    }
}
