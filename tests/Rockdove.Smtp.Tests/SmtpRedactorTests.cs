using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

/// <summary>No secret of a client gets into a transcript, whatever its conversation looks like.</summary>
public class SmtpRedactorTests
{
    [Theory]
    [InlineData("AUTH PLAIN c2VjcmV0\r\n", "C: AUTH PLAIN *\n")]
    [InlineData("auth plain c2VjcmV0\r\n", "C: auth plain *\n")]
    [InlineData("  AUTH PLAIN c2VjcmV0\r\n", "C:   AUTH PLAIN *\n")]
    [InlineData("AUTH\tPLAIN c2VjcmV0\r\n", "C: AUTH")]
    [InlineData("AUTH c2VjcmV0\r\n", "C: AUTH")]
    [InlineData("AUTH XOAUTH2 c2VjcmV0\r\n", "C: AUTH XOAUTH2 *\n")]
    [InlineData("AUTH LOGIN c2VjcmV0\r\nc2VjcmV0\r\n", "C: AUTH LOGIN *\n")]
    [InlineData("NOOP\r\nAUTH LOGIN\r\nc2VjcmV0\r\nc2VjcmV0\r\nMAIL FROM:<c2VjcmV0>\r\n", "C: NOOP\nC: AUTH LOGIN\n")]
    [InlineData("NOOP\nAUTH PLAIN c2VjcmV0\r\n", "C: NOOP\\nAUTH PLAIN *\n")]
    [InlineData("AUTH LOGIN\nc2VjcmV0\nc2VjcmV0\r\n", "C: AUTH LOGIN\\n*\n")]
    public void What_follows_the_mechanism_is_hidden(string said, string begins)
    {
        var transcript = Record(("C", said));

        Assert.DoesNotContain("c2VjcmV0", transcript, StringComparison.Ordinal);
        Assert.StartsWith(
            begins.Replace("*", "***", StringComparison.Ordinal).TrimEnd('\n'),
            transcript.Replace("\\*", "*", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AUTHOR x\r\n")]
    [InlineData("MAIL FROM:<a@b> AUTH=<>\r\n")]
    [InlineData("NOOP AUTH PLAIN\r\n")]
    public void What_is_no_auth_is_shown(string said) =>
        Assert.Equal("C: " + said.TrimEnd() + "\n", Record(("C", said)));

    [Fact]
    public void Answers_to_challenges_are_hidden_and_what_comes_after_is_shown()
    {
        var transcript = Record(
            ("C", "AUTH LOGIN\r\n"),
            ("S", "334 VXNlcm5hbWU6\r\n"),
            ("C", "c2VjcmV0\r\n"),
            ("S", "334 UGFzc3dvcmQ6\r\n"),
            ("C", "c2VjcmV0\r\n"),
            ("S", "235 2.7.0 Ok\r\n"),
            ("C", "MAIL FROM:<a@b>\r\n"));

        Assert.Equal(2, transcript.Split("C: ***\n").Length - 1);
        Assert.EndsWith("S: 235 2.7.0 Ok\nC: MAIL FROM:<a@b>\n", transcript, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_to_an_earlier_command_does_not_uncover_the_exchange()
    {
        var transcript = Record(
            ("C", "NOOP\r\nAUTH LOGIN\r\nc2Vj"),
            ("S", "250 Ok\r\n334 VXNlcm5hbWU6\r\n"),
            ("C", "cmV0\r\n"),
            ("S", "535 5.7.8 No\r\n"));

        Assert.DoesNotContain("cmV0", transcript, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_about_auth_is_shown_and_auth_after_the_message_is_hidden()
    {
        var transcript = Record(
            ("C", "DATA\r\n"),
            ("S", "354 Go on\r\n"),
            ("C", "AUTH PLAIN shown\r\nmore\r\n.\r\nAUTH PLAIN c2VjcmV0\r\n"),
            ("S", "250 Ok\r\n"));

        Assert.Contains(
            "C: AUTH PLAIN shown\nC: more\nC: .\nC: AUTH PLAIN ***\n", transcript, StringComparison.Ordinal);
    }

    [Fact]
    public void What_lies_beyond_the_piece_that_is_looked_at_is_hidden()
    {
        var transcript = Record(("C", new string('x', 5000) + "\nAUTH PLAIN c2VjcmV0\r\n"));

        Assert.DoesNotContain("c2VjcmV0", transcript, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cuts_of_the_octets_do_not_matter()
    {
        const string said = "EHLO c\r\nAUTH PLAIN c2VjcmV0\r\nRSET\r\n";

        Assert.Equal(
            Record(("C", said)), Record([.. said.Select(symbol => ("C", symbol.ToString()))]));
    }

    private static string Record(params IEnumerable<(string Side, string Text)> conversation)
    {
        var recorder = new TranscriptRecorder(new SmtpRedactor());
        foreach (var (side, text) in conversation)
        {
            if (side == "C")
                recorder.Client(Encoding.ASCII.GetBytes(text), TimeSpan.Zero);
            else
                recorder.Server(Encoding.ASCII.GetBytes(text), TimeSpan.Zero);
        }

        recorder.Complete(TimeSpan.Zero);
        var output = new ArrayBufferWriter<byte>();
        recorder.Write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
