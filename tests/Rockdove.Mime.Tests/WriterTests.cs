using System.Text;

namespace Rockdove.Mime.Tests;

public sealed class WriterTests
{
    [Fact]
    public void A_plain_message_is_written_as_people_expect_it()
    {
        var draft = new MessageDraft(Date, "1@a.test")
        {
            From = [new("Ann", "ann", "a.test")],
            To = [new("", "bob", "b.test"), new("Joe Q. Public", "joe", "b.test")],
            Subject = "Hello",
            Text = "Hi Bob,\nall is well.",
        };
        Assert.Equal(
            """
            Date: Fri, 20 Nov 2026 09:08:07 +0100
            From: Ann <ann@a.test>
            To: bob@b.test, "Joe Q. Public" <joe@b.test>
            Message-ID: <1@a.test>
            Subject: Hello
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 7bit

            Hi Bob,
            all is well.

            """.ReplaceLineEndings("\r\n"),
            Encoding.UTF8.GetString(MessageWriter.Write(draft)));
    }

    [Fact]
    public void All_parts_of_a_draft_are_read_again()
    {
        byte[] picture = [0x89, 0x50, 0, 13, 10, 255];
        var draft = new MessageDraft(Date, "1@a.test")
        {
            From = [new("Änne", "ann", "a.test")],
            Sender = new("", "s", "a.test"),
            ReplyTo = [new("", "r", "a.test")],
            Cc = [new("Doe, John", "two words", "b.test")],
            Subject = "Grüße aus Köln",
            InReplyTo = ["0@a.test"],
            References = ["x@a.test", "0@a.test"],
            Fields = [new("X-Mailer", "rockdove  two  spaces"), new("X-Empty", "")],
            Text = "text é\r\n",
            Html = "<img src=cid:p@a>",
            Attachments =
            [
                new("bild ä.png", "image/png", picture) { ContentId = "p@a" },
                new("report.pdf", "application/pdf", picture),
                new("empty", "application/octet-stream", default),
            ],
        };
        var message = ReadAndCheck(MessageWriter.Write(draft));
        Assert.Equal("0 1 1.1 1.2 1.2.1 1.2.2 2 3", Mail.Ids(message.Parts));
        Assert.Equal((Date, Date.Offset), (message.Date!.Value, message.Date.Value.Offset));
        Assert.Equal(draft.From, message.From);
        Assert.Equal(draft.Cc, message.Cc);
        Assert.Equal(draft.ReplyTo, message.ReplyTo);
        Assert.Equal([draft.Sender], message.Addresses("Sender"));
        Assert.Equal(draft.Subject, message.Subject);
        Assert.Equal(draft.MessageId, message.MessageId);
        Assert.Equal(draft.InReplyTo, message.InReplyTo);
        Assert.Equal(draft.References, message.References);
        Assert.Equal("rockdove  two  spaces", message.Headers.Text("X-Mailer"));
        Assert.Equal("", message.Headers.Text("X-Empty"));
        Assert.Equal(("text é\r\n", "<img src=cid:p@a>\r\n"), (message.Text, message.Html));
        Assert.Equal("bild ä.png", Assert.Single(message.Inlines).FileName);
        Assert.Equal("p@a", message.Inlines[0].ContentId);
        Assert.Equal(picture, message.Inlines[0].DecodeBody().ToArray());
        Assert.Equal(["report.pdf", "empty"], message.Attachments.Select(part => part.FileName));
        Assert.Equal(picture, message.Attachments[0].DecodeBody().ToArray());
        Assert.Equal(0, message.Attachments[1].DecodeBody().Length);
    }

    [Theory]
    [InlineData(null, null, "1")]
    [InlineData("t", null, "1")]
    [InlineData(null, "<p>", "1")]
    [InlineData("t", "<p>", "0 1 2")]
    public void The_structure_is_no_deeper_than_it_must_be(string? text, string? html, string ids)
    {
        var message = ReadAndCheck(MessageWriter.Write(Draft(text: text, html: html)));
        Assert.Equal(ids, Mail.Ids(message.Parts));
        Assert.Equal(html is null, message.Html is null);
    }

    [Theory]
    [InlineData("plain text, 7 bits", TransferEncoding.SevenBit)]
    [InlineData("mostly plain with one é in it", TransferEncoding.QuotedPrintable)]
    [InlineData("日本語のテキスト", TransferEncoding.Base64)]
    [InlineData("a NUL \0 among many other words", TransferEncoding.QuotedPrintable)]
    [InlineData("--=_mixed looks like a delimiter", TransferEncoding.QuotedPrintable)]
    [InlineData(".\r\n..\rmac\nunix\r\n", TransferEncoding.SevenBit)]
    [InlineData("é = \t \r\n \r\né ", TransferEncoding.QuotedPrintable)]
    public void Text_travels_in_the_encoding_it_needs(string text, TransferEncoding expected)
    {
        var message = ReadAndCheck(MessageWriter.Write(Draft(text: text)));
        Assert.Equal(expected, message.Root.TransferEncoding);
        var lines = text.ReplaceLineEndings("\r\n");
        Assert.Equal(lines.EndsWith('\n') ? lines : lines + "\r\n", message.Text);
    }

    [Theory]
    [InlineData(998, TransferEncoding.SevenBit)]
    [InlineData(999, TransferEncoding.QuotedPrintable)]
    public void A_line_is_left_alone_up_to_998_characters(int length, TransferEncoding expected)
    {
        var text = new string('x', length);
        var message = ReadAndCheck(MessageWriter.Write(Draft(text: text)));
        Assert.Equal(expected, message.Root.TransferEncoding);
        Assert.Equal(text + "\r\n", message.Text);
    }

    [Theory]
    [InlineData("\r\nBcc: x@y.test")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    public void A_control_character_never_gets_into_a_header(string value)
    {
        Refused(Draft(subject: value));
        Refused(new(Date, "1@a.test" + value) { From = Ann });
        Refused(new(Date, "1@a.test") { From = [new(value, "a", "b.test")] });
        Refused(new(Date, "1@a.test") { From = [new("", "a" + value, "b.test")] });
        Refused(new(Date, "1@a.test") { From = [new("", "a", "b.test" + value)] });
        Refused(new(Date, "1@a.test") { From = Ann, References = [value] });
        Refused(new(Date, "1@a.test") { From = Ann, Fields = [new("X-A", value)] });
        Refused(new(Date, "1@a.test") { From = Ann, Fields = [new("X-A" + value, "b")] });
        Refused(new(Date, "1@a.test") { From = Ann, Attachments = [new("a" + value, "a/b", default)] });
        Refused(new(Date, "1@a.test") { From = Ann, Attachments = [new("a", "a/b" + value, default)] });
        Refused(new(Date, "1@a.test")
        {
            From = Ann, Html = "", Attachments = [new("a", "a/b", default) { ContentId = "c" + value }],
        });
    }

    [Theory]
    [InlineData("a", "b.test, c@d.test")]
    [InlineData("a", "b.test>")]
    [InlineData("a", "")]
    [InlineData("", "b.test")]
    [InlineData("a", "b (comment)")]
    public void What_would_be_read_as_another_address_is_refused(string local, string domain) =>
        Refused(new(Date, "1@a.test") { From = [new("", local, domain)] });

    [Theory]
    [InlineData("Bcc")]
    [InlineData("subject")]
    [InlineData("Content-Type")]
    [InlineData("two words")]
    [InlineData("colon:")]
    [InlineData("")]
    public void Some_fields_cannot_be_added(string name) =>
        Refused(new(Date, "1@a.test") { From = Ann, Fields = [new(name, "x")] });

    [Theory]
    [InlineData("text")]
    [InlineData("message/rfc822")]
    [InlineData("multipart/mixed")]
    [InlineData("a/b; c=d")]
    [InlineData("a/b/c")]
    public void Some_media_types_cannot_be_attached(string type) =>
        Refused(new(Date, "1@a.test") { From = Ann, Attachments = [new("a", type, default)] });

    [Fact]
    public void A_message_needs_an_author() => Refused(new(Date, "1@a.test"));

    [Fact]
    public void Addresses_with_other_letters_are_written_as_they_are()
    {
        var draft = new MessageDraft(Date, "1@a.test") { From = [new("", "jürgen", "köln.test")] };
        Assert.Equal(draft.From, MimeMessage.Read(MessageWriter.Write(draft)).From);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_written_is_read_again(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var content = new byte[random.Next(300)];
            random.NextBytes(content);
            var draft = new MessageDraft(Date, "1@a.test")
            {
                From = [new(Words(random).Trim(), "a" + random.Next(), "b.test")],
                To = [.. Enumerable.Range(0, random.Next(1, 30)).Select(i => new MailAddress(
                    Words(random).Trim(),
                    Words(random) is { Length: > 0 and < 100 } local ? local : "x",
                    $"d{i}.test"))],
                Subject = Words(random),
                Text = Words(random) + "\n" + Words(random),
                Html = random.Next(2) == 0 ? null : Words(random),
                Attachments = random.Next(2) == 0 ? [] : [new("f" + Words(random), "application/x-any", content)],
            };
            var message = ReadAndCheck(MessageWriter.Write(draft));
            Assert.Equal(draft.From, message.From);
            Assert.Equal(draft.To, message.To);
            Assert.Equal(draft.Subject, message.Subject);
            Assert.Equal(draft.Text.Replace("\n", "\r\n", StringComparison.Ordinal).TrimEnd(), message.Text!.TrimEnd());
            Assert.Equal(draft.Html?.TrimEnd(), message.Html?.TrimEnd());
            Assert.Equal(
                draft.Attachments.Select(file => file.FileName), message.Attachments.Select(part => part.FileName));
            foreach (var part in message.Attachments)
                Assert.Equal(content, part.DecodeBody().ToArray());
        }
    }

    // No control characters: those are refused.
    private static string Words(Random random)
    {
        var text = new StringBuilder();
        for (var pieces = random.Next(6); pieces > 0; pieces--)
            text.Append(Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }

    // CRLF everywhere, US-ASCII everywhere, no long line, nothing to complain about.
    private static MimeMessage ReadAndCheck(byte[] octets)
    {
        var text = Encoding.Latin1.GetString(octets);
        var isAscii = text.All(character => character is (>= ' ' and <= '~') or '\r' or '\n' or '\t');
        var lines = text.Split("\r\n");
        Assert.DoesNotContain(lines, line => line.AsSpan().ContainsAny('\r', '\n') || line.Length > 998);
        var message = MimeMessage.Read(octets);
        Assert.True(isAscii || message.To.Concat(message.From).Any(address => !Ascii.IsValid(address.Address)));
        Assert.Empty(message.Examine());
        foreach (var part in message.Parts)
        {
            var header = message.At(part.HeaderRange).Split('\n');
            Assert.DoesNotContain(header[..^2], string.IsNullOrWhiteSpace);
        }

        return message;
    }

    private static void Refused(MessageDraft draft) =>
        Assert.Throws<ArgumentException>(() => MessageWriter.Write(draft));

    private static MessageDraft Draft(string? subject = null, string? text = null, string? html = null) =>
        new(Date, "1@a.test") { From = Ann, Subject = subject, Text = text, Html = html };

    private static readonly DateTimeOffset Date = new(2026, 11, 20, 9, 8, 7, TimeSpan.FromHours(1));

    private static readonly MailAddress[] Ann = [new("Ann", "ann", "a.test")];

    private static readonly string[] Pieces =
    [
        "word", " ", "  ", "é", "日本", "😀", "=?utf-8?Q?x?=", "=?", "?=", "\"", "\\", ",", "<", ">", "@",
        "(", ")", ";", ":", "'", "%41", "=41", ".", "..", "_",
        "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i "
            + "j k l m",
        new string('x', 77), new string('y', 199), new string('z', 1200), new string('ü', 90),
        "--=_mixed", "utf-8''", "*",
    ];
}
