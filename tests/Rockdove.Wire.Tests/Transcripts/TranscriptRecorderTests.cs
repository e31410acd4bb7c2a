using System.Text;
using Rockdove.Testing;

namespace Rockdove.Wire.Tests;

public sealed class TranscriptRecorderTests
{
    [Fact]
    public void A_conversation_is_written_down_with_its_secrets_hidden()
    {
        var recorder = new TranscriptRecorder(new LoginRedactor());
        Server(recorder, "220 mx.test\r\n");
        Client(recorder, "EHLO c\r\n");
        Server(recorder, "250-mx.test\r\n250 AUTH PLAIN LOGIN\r\n");
        Client(recorder, "auth plain AGpvZQBzZWNyZXQ=\r\n");
        Server(recorder, "535 no\r\n");
        Client(recorder, "AUTH LOGIN\r\n");
        Server(recorder, "334 VXNlcm5hbWU6\r\n");
        Client(recorder, "am9l\r\n");
        Server(recorder, "334 UGFzc3dvcmQ6\r\n");
        Client(recorder, "c2VjcmV0\r\n");
        Server(recorder, "235 * in\t\x01\r\n");
        recorder.Directive("tls");
        Client(recorder, "NOOP\r\n");

        Assert.Equal(
            """
            S: 220 mx.test
            C: EHLO c
            S: 250-mx.test
            S: 250 AUTH PLAIN LOGIN
            C: auth plain ***
            S: 535 no
            C: AUTH LOGIN
            S: 334 VXNlcm5hbWU6
            C: ***
            S: 334 UGFzc3dvcmQ6
            C: ***
            S: 235 \* in\t\x01
            ! tls
            C: NOOP

            """,
            recorder.ToTranscript("recorded").ToString());
    }

    [Fact]
    public void A_hidden_secret_matches_any_when_the_recording_is_a_script()
    {
        var recorder = new TranscriptRecorder(new LoginRedactor());
        Client(recorder, "AUTH PLAIN AGpvZQBzZWNyZXQ=\r\n");

        Assert.True(recorder.ToTranscript("script").Lines[0].Matches("AUTH PLAIN another"u8));
    }

    [Fact]
    public void The_recording_does_not_depend_on_the_cuts() => SeededRandom.Rounds(300, random =>
    {
        var client = Encoding.Latin1.GetBytes(
            "EHLO c\r\nAUTH PLAIN AGpvZQBzZWNyZXQ=\r\n\r\na\rb\nc\r\r\n" + new string('x', 9000) + "\r\r\nend");
        var whole = new TranscriptRecorder(new LoginRedactor());
        whole.Client(client, default);
        whole.Complete(default);

        var cut = new TranscriptRecorder(new LoginRedactor());
        foreach (var piece in ByteCutter.Random(client, random))
            cut.Client(piece.Span, default);
        cut.Complete(default);

        Assert.Equal(whole.ToTranscript("whole").ToString(), cut.ToTranscript("cut").ToString());
    });

    [Fact]
    public void A_recording_sent_again_is_the_same_octets()
    {
        SeededRandom.Rounds(300, random =>
        {
            var octets = new byte[random.Next(3) == 0 ? random.Next(20_000) : random.Next(200)];
            for (var i = 0; i < octets.Length; i++)
                octets[i] = random.Next(3) == 0 ? "\r\n*\\ "u8[random.Next(5)] : (byte)random.Next(256);
            var recorder = new TranscriptRecorder(new NothingSecret());
            recorder.Client(octets, default);
            recorder.Complete(default);

            Assert.Equal(octets, Joined(recorder.ToTranscript("again")));
        });
    }

    [Theory]
    [InlineData(TranscriptRecorder.PieceBytes, 1)]
    [InlineData(TranscriptRecorder.PieceBytes + 1, 2)]
    public void A_long_line_is_written_in_pieces(int octets, int lines)
    {
        var recorder = new TranscriptRecorder(new NothingSecret());
        Client(recorder, new string('a', octets) + "\r\n");

        var transcript = recorder.ToTranscript("long");
        Assert.Equal(lines, transcript.Lines.Count);
        Assert.Equal(octets + 2, Joined(transcript).Length);
    }

    [Fact]
    public void All_pieces_of_a_secret_are_hidden_and_nothing_of_the_next_line()
    {
        var recorder = new TranscriptRecorder(new LoginRedactor());
        Client(recorder, "AUTH PLAIN " + new string('s', 3 * TranscriptRecorder.PieceBytes) + "\r\nNOOP\r\n");

        Assert.Equal("C: AUTH PLAIN ***\nC: NOOP\n", recorder.ToTranscript("long").ToString());
    }

    [Fact]
    public void A_secret_that_did_not_come_whole_is_hidden()
    {
        var recorder = new TranscriptRecorder(new LoginRedactor());
        Client(recorder, "AUTH PLAIN AGpvZQBzZW");
        Assert.Empty(recorder.ToTranscript("before").Lines);

        recorder.Complete(default);
        Assert.Equal("C: AUTH PLAIN ***\n", recorder.ToTranscript("after").ToString());
    }

    [Theory]
    [InlineData(1024, false)]
    [InlineData(1025, true)]
    public void A_recording_stops_at_its_limit_and_says_so(int octets, bool isTruncated)
    {
        // "C: " and the line feed are part of what is kept.
        var recorder = new TranscriptRecorder(new NothingSecret(), limitBytes: 1024);
        Client(recorder, new string('a', 1000 - 4) + "\r\n");
        Client(recorder, new string('b', octets - 1000 - 4) + "\r\n");
        Assert.Equal(isTruncated, recorder.IsTruncated);

        Client(recorder, "c\r\n");
        recorder.Comment("nothing more");
        Assert.True(recorder.IsTruncated);
        var lines = recorder.ToTranscript("limit").Lines;
        Assert.Equal(isTruncated ? 2 : 3, lines.Count);
        Assert.Equal("! truncated at 1024 octets", lines[^1].ToString());
    }

    [Fact]
    public void Times_are_comments_where_the_other_side_begins()
    {
        var recorder = new TranscriptRecorder(new NothingSecret(), withTimes: true);
        recorder.Server("220 a\r\n"u8, TimeSpan.FromMilliseconds(1));
        recorder.Client("NOOP\r\n"u8, TimeSpan.FromMilliseconds(20));
        recorder.Client("NOOP\r\n"u8, TimeSpan.FromMilliseconds(30));
        recorder.Server("250 b\r\n"u8, TimeSpan.FromSeconds(62.5));

        Assert.Equal(
            "# 0.001 s\nS: 220 a\n# 0.020 s\nC: NOOP\nC: NOOP\n# 62.500 s\nS: 250 b\n",
            recorder.ToTranscript("times").ToString());
    }

    private static void Client(TranscriptRecorder recorder, string text) =>
        recorder.Client(Encoding.Latin1.GetBytes(text), default);

    private static void Server(TranscriptRecorder recorder, string text) =>
        recorder.Server(Encoding.Latin1.GetBytes(text), default);

    private static byte[] Joined(Transcript transcript) =>
        [.. transcript.Lines.SelectMany(line => (byte[])[.. line.Octets.Span, .. line.EndsLine ? "\r\n"u8 : []])];

    private sealed class NothingSecret : ITranscriptRedactor
    {
        public int VisibleOctets(ReadOnlySpan<byte> clientLine) => clientLine.Length;

        public void OnServerLine(ReadOnlySpan<byte> serverLine)
        {
        }
    }

    /// <summary>What SMTP's redactor does in small: an initial response, and every line after a 334.</summary>
    private sealed class LoginRedactor : ITranscriptRedactor
    {
        private bool _nextIsSecret;

        public int VisibleOctets(ReadOnlySpan<byte> clientLine)
        {
            var text = Encoding.Latin1.GetString(clientLine);
            return _nextIsSecret ? 0
                : text.StartsWith("AUTH PLAIN ", StringComparison.OrdinalIgnoreCase) ? 11
                : clientLine.Length;
        }

        public void OnServerLine(ReadOnlySpan<byte> serverLine) => _nextIsSecret = serverLine.StartsWith("334 "u8);
    }
}
