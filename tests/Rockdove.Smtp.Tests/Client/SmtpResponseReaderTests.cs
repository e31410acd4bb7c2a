using System.Buffers;
using System.Text;

namespace Rockdove.Smtp.Tests;

public sealed class SmtpResponseReaderTests
{
    [Theory]
    [InlineData("250 2.1.0 Ok\r\n", 250, "2.1.0 Ok")]
    [InlineData("250\r\n", 250, "")]
    [InlineData("250 \r\n", 250, "")]
    [InlineData("250-\r\n250\r\n", 250, "|")]
    [InlineData("250-mx.test\r\n250-SIZE 1\r\n250 HELP\r\n", 250, "mx.test|SIZE 1|HELP")]
    [InlineData("599 x\r\n", 599, "x")]
    [InlineData("250 r\u00C3\u00A9ussi\r\n", 250, "réussi")]
    [InlineData("250 a\u001B[2J\rb\0\u007F\r\n", 250, "a?[2J?b??")]
    [InlineData("250 \u00C2\u009B2J\r\n", 250, "?2J")]
    [InlineData("250 tab\there\r\n", 250, "tab?here")]
    public void Replies_are_read(string octets, int code, string lines)
    {
        var response = Assert.Single(ReadEveryWay(octets, out var violation));
        Assert.Null(violation);
        Assert.Equal(code, response.Code);
        Assert.Equal(lines.Split('|'), response.Lines);
    }

    [Theory]
    [InlineData("250 2.1.0 Ok\r\n", "2.1.0")]
    [InlineData("250 2.1.0\r\n", "2.1.0")]
    [InlineData("550-5.1.1 no\r\n550 5.1.1 such\r\n", "5.1.1")]
    [InlineData("550 5.123.999 x\r\n", "5.123.999")]
    [InlineData("550 2.1.1 class differs\r\n", null)]
    [InlineData("354 3.0.0 x\r\n", null)]
    [InlineData("550 5.1 x\r\n", null)]
    [InlineData("550 5.1.1.1 x\r\n", null)]
    [InlineData("550 5.1000.1 x\r\n", null)]
    [InlineData("550 no such user\r\n", null)]
    [InlineData("550\r\n", null)]
    public void An_enhanced_status_is_found_when_it_is_one(string octets, string? status) =>
        Assert.Equal(status, Assert.Single(ReadEveryWay(octets, out _)).EnhancedStatus?.ToString());

    [Fact]
    public void Several_replies_are_read_one_by_one() =>
        Assert.Equal([250, 550, 354], ReadEveryWay("250 a\r\n550-b\r\n550 c\r\n354\r\n25", out _).Select(r => r.Code));

    [Theory]
    [InlineData(299, true, false, false, false)]
    [InlineData(399, false, true, false, false)]
    [InlineData(455, false, false, true, false)]
    [InlineData(521, false, false, false, true)]
    public void K6_unknown_codes_are_decided_by_their_first_digit(
        int code, bool isSuccess, bool isIntermediate, bool isTemporary, bool isPermanent)
    {
        var response = Assert.Single(ReadEveryWay($"{code} x\r\n", out _));
        Assert.Equal(isSuccess, response.IsSuccess);
        Assert.Equal(isIntermediate, response.IsIntermediate);
        Assert.Equal(isTemporary, response.IsTemporaryFailure);
        Assert.Equal(isPermanent, response.IsPermanentFailure);
    }

    [Theory]
    [InlineData("999 x\r\n")]
    [InlineData("199 x\r\n")]
    [InlineData("600 x\r\n")]
    [InlineData("25 x\r\n")]
    [InlineData("2500 x\r\n")]
    [InlineData("250x\r\n")]
    [InlineData("250\tx\r\n")]
    [InlineData(" 250 x\r\n")]
    [InlineData("-250 x\r\n")]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("250-a\r\n251 b\r\n")]
    [InlineData("250-a\r\n250-b\r\n550 c\r\n")]
    [InlineData("250-a\r\nb\r\n")]
    [InlineData("250 ok\n")]
    [InlineData("250\n")]
    [InlineData("250-a\n250 b\r\n")]
    public void K6_what_is_not_a_reply_is_a_violation_and_stays_one(string octets)
    {
        Assert.Empty(ReadEveryWay(octets + "250 ok\r\n", out var violation));
        Assert.NotNull(violation);
    }

    [Fact]
    public void Bare_line_feeds_end_lines_when_that_is_allowed() =>
        Assert.Equal(
            [250, 220],
            ReadEveryWay("250-a\n250 b\n220\r\n", out _, new SmtpResponseLimits { AllowBareLineFeeds = true })
                .Select(r => r.Code));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_line_may_be_as_long_as_the_limit_and_not_longer(int more, bool isGood)
    {
        var line = "250 " + new string('x', 4096 - 6 + more) + "\r\n";
        var responses = ReadEveryWay(line, out var violation);
        Assert.Equal(isGood ? 1 : 0, responses.Count);
        Assert.Equal(isGood, violation is null);
    }

    [Fact]
    public void A_line_without_an_end_is_refused_at_the_limit()
    {
        ReadEveryWay("250 " + new string('x', 4091), out var violation);
        Assert.Null(violation);
        ReadEveryWay("250 " + new string('x', 4092), out violation);
        Assert.Equal("A reply line is longer than 4096 octets.", violation);
    }

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void A_reply_may_have_as_many_lines_as_the_limit_and_not_more(int lines, bool isGood)
    {
        var responses = ReadEveryWay(
            string.Concat(Enumerable.Repeat("250-x\r\n", lines - 1)) + "250 x\r\n", out var violation);
        Assert.Equal(isGood ? 1 : 0, responses.Count);
        Assert.Equal(isGood ? null : "A reply has more than 512 lines.", violation);
    }

    [Theory]
    [InlineData(40, true)]
    [InlineData(39, false)]
    public void A_reply_may_have_as_many_octets_as_the_limit_and_not_more(int limit, bool isGood)
    {
        var limits = new SmtpResponseLimits { ReplyBytes = limit };
        var responses = ReadEveryWay(
            "250-" + new string('x', 14) + "\r\n250 " + new string('x', 14) + "\r\n", out var violation, limits);
        Assert.Equal(isGood ? 1 : 0, responses.Count);
        Assert.Equal(isGood ? null : "A reply is longer than 39 octets.", violation);
    }

    [Fact]
    public void Each_reply_has_the_limits_to_itself()
    {
        var limits = new SmtpResponseLimits { ReplyBytes = 20, ReplyLines = 2 };
        Assert.Equal(50, ReadEveryWay(
            string.Concat(Enumerable.Repeat("250-x\r\n250 x\r\n", 50)), out _, limits).Count);
    }

    [Fact]
    public void It_prints_as_one_line() =>
        Assert.Equal("550 5.1.1 no such user",
            Assert.Single(ReadEveryWay("550-5.1.1 no\r\n550 such user\r\n", out _)).ToString());

    private static List<SmtpResponse> ReadEveryWay(
        string octets, out string? violation, SmtpResponseLimits? limits = null)
    {
        List<SmtpResponse>? first = null;
        violation = null;
        foreach (var cut in Cut.All())
        {
            var responses = Read(octets, cut, limits, out var found);
            Assert.Equal(first?.Select(r => r.ToString()) ?? responses.Select(r => r.ToString()),
                responses.Select(r => r.ToString()));
            if (first is not null)
                Assert.Equal(violation, found);
            violation = found;
            first = responses;
        }

        return first!;
    }

    private static List<SmtpResponse> Read(string octets, Cut cut, SmtpResponseLimits? limits, out string? violation)
    {
        var reader = new SmtpResponseReader(limits);
        List<SmtpResponse> responses = [];
        var unread = Array.Empty<byte>();
        foreach (var piece in cut.Pieces(Encoding.Latin1.GetBytes(octets)))
        {
            unread = [.. unread, .. piece];
            var input = new SequenceReader<byte>(new ReadOnlySequence<byte>(unread));
            while (reader.Read(ref input, out var response) == SmtpResponseStatus.Response)
                responses.Add(response!);
            unread = unread[(int)input.Consumed..];
        }

        violation = reader.Violation;
        return responses;
    }
}
