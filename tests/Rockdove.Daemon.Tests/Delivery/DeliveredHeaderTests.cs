using System.Text;
using System.Text.RegularExpressions;

namespace Rockdove.Daemon.Tests;

/// <summary>What is done to the header of a message that is delivered.</summary>
public sealed class DeliveredHeaderTests
{
    [Fact]
    public async Task One_return_path_and_one_received_field_come_on_top()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await using var talk = await daemon.ConnectAsync("mx");
        await talk.HelloAsync();
        const string Header = "Received: from a by b; x\r\nReturn-Path: <forged@x.test>\r\nSubject: x\r\n"
            + "RETURN-PATH :\r\n <again@x.test>\r\nReturn-PathX: stays\r\nBcc: stays@x.test\r\n";

        await talk.SendMessageAsync("x@y.test", ["ann@example.org"], 250, $"{Header}\r\nReturn-Path: <stays>\r\n");

        var text = Assert.Single(await daemon.ReadAsync("ann"));
        Assert.StartsWith("Return-Path: <x@y.test>\r\nReceived: from client.test", text, StringComparison.Ordinal);
        Assert.EndsWith(
            "\r\nReceived: from a by b; x\r\nSubject: x\r\nReturn-PathX: stays\r\nBcc: stays@x.test\r\n\r\n"
            + "Return-Path: <stays>\r\n",
            text, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(text, "^Received:", RegexOptions.Multiline));
    }

    [Theory]
    [InlineData("Subject: x\r\n", true, true)]
    [InlineData("Subject: x\r\nDate: Mon, 01 Jan 2024 00:00:00 +0000\r\n", false, true)]
    [InlineData("message-id : <a@b.test>\r\nSubject: x\r\n", true, false)]
    [InlineData("DATE: today\r\nMessage-ID:\r\n <a@b.test>\r\n", false, false)]
    [InlineData("", true, true)]
    public async Task Submission_adds_what_the_program_forgot(string header, bool addsDate, bool addsId)
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await using var talk = await daemon.SubmitAsync("ann");

        await talk.SendMessageAsync("ann@example.org", ["ann@example.org"], 250, $"{header}\r\nDate: body\r\n");

        var text = Assert.Single(await daemon.ReadAsync("ann"));
        var date = addsDate ? @"Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000\r\n" : "";
        var id = addsId ? @"Message-ID: <[0-9a-f]{32}@mail\.example\.org>\r\n" : "";
        Assert.Matches($"{Regex.Escape(header)}{date}{id}\r\nDate: body\r\n$", text);
    }

    [Fact]
    public async Task Mail_of_others_gets_no_date_and_no_identifier()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await using var talk = await daemon.ConnectAsync("mx");
        await talk.HelloAsync();

        await talk.SendMessageAsync("x@y.test", ["ann@example.org"]);

        var text = Assert.Single(await daemon.ReadAsync("ann"));
        Assert.DoesNotContain("Message-ID", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nDate:", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submission_takes_bcc_off()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await daemon.AddAccountAsync("bob");
        await using var talk = await daemon.SubmitAsync("ann");

        await talk.SendMessageAsync(
            "ann@example.org", ["ann@example.org", "bob@example.org"], 250,
            "To: ann@example.org\r\nBcc: bob@example.org,\r\n carl@example.org\r\nbcc:\r\nSubject: x\r\n\r\n"
            + "Bcc: body\r\n");

        var text = Assert.Single(await daemon.ReadAsync("ann"));
        Assert.Contains("\r\nTo: ann@example.org\r\nSubject: x\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nBcc: body\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("bob", text, StringComparison.Ordinal);
        Assert.DoesNotContain("carl", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A: 1\r\nDrop: 2\r\n 3\r\nB: 4\r\n\r\nDrop: 5\r\n", "A: 1\r\nB: 4\r\nNew\r\n\r\nDrop: 5\r\n")]
    [InlineData("drop\t : 1\nA: 2\n\nbody", "A: 2\nNew\r\n\nbody")]
    [InlineData("Drop: 1\r\n", "New\r\n")]
    [InlineData("Drop", "Drop")]
    [InlineData("A: 1\r\nB: 2", "A: 1\r\nB: 2")]
    [InlineData("\r\nDrop: 1\r\n", "New\r\n\r\nDrop: 1\r\n")]
    [InlineData(" Drop: 1\r\nno field\r\nDrop: 2\r\n\r\n", " Drop: 1\r\nno field\r\nNew\r\n\r\n")]
    [InlineData("", "New\r\n")]
    public void A_header_is_filtered_the_same_for_every_cut(string message, string expected)
    {
        var octets = Encoding.Latin1.GetBytes(message);
        for (var size = 1; size <= octets.Length + 1; size++)
        {
            var filter = new HeaderFilter(["drop"], () => "New\r\n");
            var output = new MemoryStream();
            for (var i = 0; i < octets.Length; i += size)
            {
                var body = filter.Take(octets.AsMemory(i, Math.Min(size, octets.Length - i)), out var header);
                output.Write(header.Span);
                output.Write(body.Span);
            }

            output.Write(filter.End().Span);
            Assert.Equal(expected, Encoding.Latin1.GetString(output.ToArray()));
        }
    }

    [Theory]
    [InlineData(95, "")]
    [InlineData(96, "kept")]
    public void A_line_whose_name_does_not_end_is_no_field(int spaces, string kept)
    {
        var line = $"drop{new string(' ', spaces)}:\r\n";
        var filter = new HeaderFilter(["drop"], () => "");
        var body = filter.Take(Encoding.Latin1.GetBytes($"{line}\r\n"), out var header);

        Assert.True(body.IsEmpty);
        Assert.Equal(kept.Length == 0 ? "\r\n" : $"{line}\r\n", Encoding.Latin1.GetString(header.Span));
    }
}
