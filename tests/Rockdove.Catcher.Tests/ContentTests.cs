using System.Net;
using System.Text;

namespace Rockdove.Catcher.Tests;

public class ContentTests
{
    public static TheoryData<string, byte[]> Messages => new()
    {
        { "plain", "Subject: x\r\n\r\nHello\r\n"u8.ToArray() },
        { "8-bit", "Subject: \u00e9\r\n\r\ncaf\u00e9 \u20ac\r\n"u8.ToArray() },
        { "latin-1", [.. "Subject: x\r\n\r\n"u8, 0xE9, 0xFF, 0x80, .. "\r\n"u8] },
        { "NUL", "Subject: x\r\n\r\na\0b\r\n"u8.ToArray() },
        { "dots", "Subject: x\r\n\r\n.\r\n..\r\n...\r\n.a\r\n"u8.ToArray() },
        { "no header", "\r\nBody\r\n"u8.ToArray() },
        { "two line ends", "\r\n\r\n"u8.ToArray() },
        { "empty", [] },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task A_message_sent_by_data_is_read_back_octet_for_octet(string name, byte[] message)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await using var talk = await catcher.ConnectAsync();
        await talk.HelloAsync();
        await talk.SayAsync("MAIL FROM:<a@example.org>", 250);
        await talk.SayAsync("RCPT TO:<b@example.org>", 250);
        await talk.SayAsync("DATA", 354);
        var stuffed = Encoding.Latin1.GetString(message).Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        await talk.SendAsync(Encoding.Latin1.GetBytes(stuffed + ".\r\n"));
        await talk.ReadAsync(250);

        var raw = await catcher.Http.GetByteArrayAsync("api/v1/message/latest/raw", Limit.Token);

        Assert.True(message.AsSpan().SequenceEqual(raw), $"{name} came back as {Convert.ToHexString(raw)}");
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task A_message_sent_by_bdat_is_read_back_octet_for_octet(string name, byte[] message)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync(message);

        var raw = await catcher.Http.GetByteArrayAsync($"api/v1/message/{id}/raw", Limit.Token);

        Assert.True(message.AsSpan().SequenceEqual(raw), $"{name} came back as {Convert.ToHexString(raw)}");
    }

    [Fact]
    public async Task Five_megabytes_of_any_octets_are_read_back()
    {
        var message = new byte[5_000_000];
        new Random(1).NextBytes(message);
        "Subject: big\r\n\r\n"u8.CopyTo(message);
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync(message);

        var raw = await catcher.Http.GetByteArrayAsync($"api/v1/message/{id}/raw", Limit.Token);

        Assert.True(message.AsSpan().SequenceEqual(raw));
    }

    [Fact]
    public async Task A_message_that_is_cut_off_was_never_there()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await using (var talk = await catcher.ConnectAsync())
        {
            await talk.HelloAsync();
            await talk.SayAsync("MAIL FROM:<a@example.org>", 250);
            await talk.SayAsync("RCPT TO:<b@example.org>", 250);
            await talk.SayAsync("DATA", 354);
            await talk.SendAsync("Subject: half\r\n\r\n");
        }

        var id = await catcher.SendAsync("Subject: whole\r\n\r\n");

        Assert.Equal(["whole"], await catcher.SubjectsAsync());
        Assert.Equal(1, (await catcher.Mail.Store.UsageAsync(Limit.Token)).Messages);
        Assert.Equal(HttpStatusCode.OK, (await catcher.Http.GetAsync($"api/v1/message/{id}", Limit.Token)).StatusCode);
    }
}
