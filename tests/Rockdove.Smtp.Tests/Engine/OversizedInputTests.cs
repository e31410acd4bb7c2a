using System.Globalization;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

/// <summary>
/// With the limits that everybody gets: too much of anything ends, and nothing makes the host hold it.
/// </summary>
public sealed class OversizedInputTests
{
    [Fact]
    public void A_command_without_end_is_given_up()
    {
        var conversation = new ServerConversation(Options());
        Flood(conversation, 'a', 2 * Mebibyte);
        Assert.True(conversation.IsClosed);
        Assert.Equal("421 4.7.0 A line without an end", conversation.LastReply);
        Assert.InRange(conversation.MostUnread, 0, 4096);
    }

    [Fact]
    public void A_sasl_response_without_end_is_given_up()
    {
        var conversation = new ServerConversation(Options()).Send("EHLO client.test\r\nAUTH PLAIN\r\n");
        Flood(conversation, 'A', 2 * Mebibyte);
        Assert.True(conversation.IsClosed);
        Assert.Equal("421 4.7.0 A line without an end", conversation.LastReply);
        Assert.InRange(conversation.MostUnread, 0, 12_288);
    }

    [Fact]
    public void A_message_without_end_is_given_up()
    {
        var conversation = new ServerConversation(Options()).Send(Setup + "DATA\r\n");
        Flood(conversation, 'x', 151 * Mebibyte);
        Assert.True(conversation.IsClosed);
        Assert.Equal("421 4.7.0 Message far too big", conversation.LastReply);
        Assert.InRange(conversation.ContentBytes, 0, 50 * Mebibyte);
        Assert.Equal(0, conversation.MostUnread);
    }

    [Theory]
    [InlineData('\n')]
    [InlineData('\r')]
    [InlineData('\0')]
    [InlineData('.')]
    public void So_is_one_of_octets_that_the_decoder_stops_at(char octet)
    {
        var limits = new SmtpLimits { MessageBytes = Mebibyte / 2, DiscardedMessageBytes = Mebibyte };
        var conversation = new ServerConversation(Options() with { Limits = limits }).Send(Setup + "DATA\r\n");
        Flood(conversation, octet, 2 * Mebibyte);
        Assert.True(conversation.IsClosed);
        Assert.Equal("421 4.7.0 Message far too big", conversation.LastReply);
        Assert.Equal(0, conversation.MostUnread);
    }

    [Theory]
    [InlineData("52428800", "250 2.0.0 Message accepted")]
    [InlineData("52428801", "552 5.3.4 Message too big")]
    public void A_chunk_may_be_as_big_as_a_message(string bytes, string reply)
    {
        var conversation = new ServerConversation(Options()).Send(Setup + $"BDAT {bytes} LAST\r\n");
        Flood(conversation, 'x', long.Parse(bytes, CultureInfo.InvariantCulture), lineBytes: 1000);
        Assert.Equal(reply, conversation.LastReply);
        Assert.Equal("250 2.0.0 Ok", conversation.Send("NOOP\r\n").LastReply);
    }

    [Theory]
    [InlineData("104857601")]
    [InlineData("1099511627776")]
    [InlineData("9223372036854775807")]
    public void A_chunk_that_nobody_would_wait_for_closes_at_once(string bytes)
    {
        var conversation = new ServerConversation(Options()).Send(Setup + $"BDAT {bytes} LAST\r\n");
        Assert.True(conversation.IsClosed);
        Assert.Equal("552 5.3.4 Message too big", conversation.LastReply);
    }

    [Theory]
    [InlineData(12_284, "535 5.7.8 Authentication failed")]
    [InlineData(12_286, "501 5.5.2 Not base64")]
    [InlineData(12_287, "500 5.5.6 Authentication line too long")]
    public void A_sasl_response_may_have_12288_octets_with_its_end(int octets, string reply)
    {
        // The longest base64 that fits is two octets shorter, since its length is a multiple of four.
        var response = Convert.ToBase64String(Encoding.ASCII.GetBytes("\0tim\0" + new string('p', 12_284 / 4 * 3 - 5)));
        var conversation = new ServerConversation(Options()).Send("EHLO client.test\r\nAUTH PLAIN\r\n");
        conversation.Send(response[..Math.Min(octets, 12_284)].PadRight(octets, 'A') + "\r\n");
        Assert.Equal(reply, conversation.LastReply);
        Assert.Equal("250 2.0.0 Ok", conversation.Send("NOOP\r\n").LastReply);
    }

    [Fact]
    public void Recipients_end_at_a_thousand()
    {
        var conversation = new ServerConversation(Options()).Send("EHLO client.test\r\nMAIL FROM:<a@example.org>\r\n");
        for (var i = 0; i < 1000; i++)
            Assert.Equal("250 2.1.5 Ok", conversation.Send($"RCPT TO:<u{i}@test>\r\n").LastReply);
        var oneMore = conversation.Send("RCPT TO:<u@test>\r\n").LastReply;
        Assert.Equal("452 4.5.3 Too many recipients in one message", oneMore);
    }

    private static SmtpProtocolOptions Options() => new()
    {
        Extensions = [.. SmtpExtensions.Standard, new Auth(new PlainMechanism()) { AllowsSecretsInClear = true }],
    };

    /// <summary>Sends so many octets, as lines when a length is given, until the engine has had enough.</summary>
    private static void Flood(ServerConversation conversation, char octet, long octets, int lineBytes = 0)
    {
        var block = new byte[64_000];
        block.AsSpan().Fill((byte)octet);
        for (var i = lineBytes; lineBytes > 0 && i <= block.Length; i += lineBytes)
            "\r\n"u8.CopyTo(block.AsSpan(i - 2));
        for (var sent = 0L; sent < octets && !conversation.IsClosed; sent += block.Length)
            conversation.Send(block.AsMemory(0, (int)Math.Min(block.Length, octets - sent)));
    }

    private const long Mebibyte = 1024 * 1024;

    private const string Setup = "EHLO client.test\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<u@test>\r\n";
}
