using System.Buffers;
using System.Text;

namespace Rockdove.Imap.Tests;

/// <summary>A handler cannot bring a client out of step: what it announces it must keep.</summary>
public class ResponseWriterTests
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly ImapResponseWriter _responses;

    public ResponseWriterTests()
    {
        _responses = new ImapResponseWriter(new ImapProtocol(Session.Options), new ImapSession());
        _responses.View = new MailboxView([4, 7]);
        _responses.Text.Output = _output;
    }

    [Fact]
    public void A_literal_may_come_in_slices()
    {
        Assert.True(_responses.BeginFetch(7));
        _responses.BeginContent(Body, 5);
        _responses.Content("ab"u8);
        _responses.Content(""u8);
        _responses.Content("cde"u8);
        _responses.EndContent();
        _responses.Uid(7);
        _responses.EndFetch();

        Assert.Equal("* 2 FETCH (BODY[] {5}\r\nabcde UID 7)\r\n", Encoding.ASCII.GetString(_output.WrittenSpan));
        Assert.True(_responses.IsWhole);
    }

    [Fact]
    public void A_literal_does_not_get_more_than_it_announced()
    {
        _responses.BeginFetch(4);
        _responses.BeginContent(Body, 2);

        var refusal = Assert.Throws<InvalidOperationException>(() => _responses.Content("abc"u8));
        Assert.Contains("2 are left", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nor_less()
    {
        _responses.BeginFetch(4);
        _responses.BeginContent(Body, 2);
        _responses.Content("a"u8);

        var refusal = Assert.Throws<InvalidOperationException>(_responses.EndContent);
        Assert.Contains("1 octets are missing", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => _responses.Uid(4));
        Assert.Throws<InvalidOperationException>(_responses.EndFetch);
        Assert.False(_responses.IsWhole);
    }

    [Fact]
    public void One_response_ends_before_another_begins()
    {
        Assert.Throws<InvalidOperationException>(() => _responses.Uid(4));
        Assert.Throws<InvalidOperationException>(_responses.EndFetch);
        _responses.BeginFetch(4);

        Assert.Throws<InvalidOperationException>(() => _responses.BeginFetch(7));
        Assert.Throws<InvalidOperationException>(() => _responses.Notice(ImapReplies.Completed));
        Assert.Throws<InvalidOperationException>(() => _responses.Content("a"u8));
    }

    [Fact]
    public void A_message_that_the_client_does_not_know_has_no_response()
    {
        Assert.False(_responses.BeginFetch(5));
        Assert.Equal(0, _output.WrittenCount);
    }

    [Theory]
    [InlineData("a]b", "Text")]
    [InlineData("", "Text")]
    [InlineData("a\r\nb", "Text")]
    [InlineData(null, "")]
    [InlineData(null, "[a")]
    [InlineData(null, "a\r\n* BYE")]
    [InlineData(null, "é")]
    public void A_reply_stays_on_its_line(string? code, string text) =>
        Assert.Throws<ArgumentException>(() => ImapReply.Ok(text, code));

    private static readonly FetchItem Body = new(FetchKind.Section, new BodySection([], SectionText.All, []));
}
