namespace Rockdove.Mime.Tests;

public sealed class StructureTests
{
    [Fact]
    public void The_example_of_rfc_2046_section_5_1_1_has_two_parts()
    {
        var message = Mail.Read("""
            From: Nathaniel Borenstein <nsb@bellcore.com>
            MIME-Version: 1.0
            Content-type: multipart/mixed; boundary="simple boundary"

            This is the preamble.
            --simple boundary

            This is implicitly typed plain US-ASCII text.
            It does NOT end with a linebreak.
            --simple boundary
            Content-type: text/plain; charset=us-ascii

            This is explicitly typed plain US-ASCII text.
            It DOES end with a linebreak.

            --simple boundary--

            This is the epilogue.
            """);
        Assert.Equal("0 1 2", Mail.Ids(message.Parts));
        Assert.Equal("This is the preamble.", message.At(message.Root.PreambleRange));
        Assert.Equal("\nThis is the epilogue.", message.At(message.Root.EpilogueRange));
        Assert.Equal(
            "This is implicitly typed plain US-ASCII text.\nIt does NOT end with a "
                + "linebreak.", message.Parts[1].Body());
        Assert.Equal(
            "This is explicitly typed plain US-ASCII text.\nIt DOES end with a linebreak.\n", message.Parts[2].Body());
        Assert.Equal("\n", message.At(message.Parts[1].HeaderRange));
        Assert.Equal(
            "Content-type: text/plain; charset=us-ascii\n\n", message.At(message.Parts[2].HeaderRange));
        Assert.Empty(message.Examine());
    }

    [Fact]
    public void Header_fields_know_their_octets()
    {
        var message = Mail.Read("A: one\nB:  two\n\tthree  \nA: four\n\nbody");
        Assert.Equal(["A", "B", "A"], message.Headers.Select(header => header.Name));
        Assert.Equal("B:  two\n\tthree  \n", message.At(message.Headers[1].Range));
        Assert.Equal("  two\n\tthree  ", message.At(message.Headers[1].ValueRange));
        Assert.Equal("two three", message.Headers[1].Unfolded);
        Assert.Equal(["one", "four"], message.Headers.All("a").Select(header => header.Decoded));
        Assert.Equal("two three", message.Headers.Text("b"));
        Assert.Null(message.Headers.Find("C"));
        Assert.Equal("body", message.At(message.Root.BodyRange));
    }

    [Theory]
    [InlineData("A: b\nno field\n", "no field\n", MimeDefectKind.HeaderLineMalformed)]
    [InlineData("A: b\n: no name\n", ": no name\n", MimeDefectKind.HeaderLineMalformed)]
    [InlineData("A: b\nbad name: x\n", "bad name: x\n", MimeDefectKind.HeaderLineMalformed)]
    [InlineData(" x\nA: b\n\nbody", "body", MimeDefectKind.HeaderStartsFolded)]
    [InlineData("A : b\n\nbody", "body", MimeDefectKind.HeaderSpaceBeforeColon)]
    [InlineData("From x Mon\nA: b\n\nbody", "body", MimeDefectKind.MboxLine)]
    [InlineData("A: b\n", "", MimeDefectKind.HeaderUnterminated)]
    [InlineData("A: b\0\n\n", "", MimeDefectKind.HeaderNul)]
    public void A_damaged_header_gives_what_it_has(string text, string body, MimeDefectKind kind)
    {
        var message = Mail.Read(text);
        Assert.StartsWith("b", message.Headers.Text("A"), StringComparison.Ordinal);
        Assert.Equal(body, message.At(message.Root.BodyRange));
        Assert.Equal([kind], message.Defects.Kinds());
    }

    [Fact]
    public void An_empty_message_is_a_message()
    {
        var message = MimeMessage.Read(default);
        Assert.Empty(message.Headers);
        Assert.Equal("", message.Text);
        Assert.Equal("1", message.Root.Id);
        Assert.Empty(message.Examine());
    }

    [Fact]
    public void Bare_line_feeds_end_lines_and_are_reported_once()
    {
        var octets = "A: b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n"u8.ToArray();
        var message = MimeMessage.Read(octets);
        Assert.Equal("x", message.Parts[1].Body());
        Assert.Equal([MimeDefectKind.BareLineFeed], message.Defects.Kinds());
    }

    [Fact]
    public void Parts_are_numbered_as_imap_numbers_them()
    {
        // The tree of RFC 9051 section 6.4.5.1, as far as it goes.
        var message = Mail.Read("""
            Content-Type: multipart/mixed; boundary=a

            --a

            1
            --a
            Content-Type: application/octet-stream

            2
            --a
            Content-Type: message/rfc822

            Subject: three
            Content-Type: multipart/mixed; boundary=b

            --b

            3.1
            --b
            Content-Type: application/octet-stream

            3.2
            --b--
            --a
            Content-Type: multipart/mixed; boundary=c

            --c
            Content-Type: image/gif

            4.1
            --c
            Content-Type: message/rfc822

            Subject: four two
            Content-Type: multipart/mixed; boundary=d

            --d

            4.2.1
            --d
            Content-Type: multipart/alternative; boundary=e

            --e

            4.2.2.1
            --e
            Content-Type: text/richtext

            4.2.2.2
            --e--
            --d--
            --c--
            --a
            Content-Type: message/rfc822

            Subject: five

            5.1
            --a--
            """);
        Assert.Equal(
            "0 1 2 3 3.0 3.1 3.2 4 4.1 4.2 4.2.0 4.2.1 4.2.2 4.2.2.1 4.2.2.2 5 5.1", Mail.Ids(message.Parts));
        foreach (var part in message.Parts.Where(part => part.Children.Count == 0))
            Assert.Equal(part.Id, part.Body().Trim());
        foreach (var part in message.Parts)
            Assert.Same(part, message.FindPart(part.Id));
        Assert.Null(message.FindPart("9"));
        Assert.Null(message.FindPart(""));
        Assert.Null(message.FindPart("1.x"));
        Assert.Equal("four two", message.FindPart("4.2.0")!.Headers.Text("Subject"));
        Assert.Empty(message.Examine());
    }

    [Fact]
    public void A_digest_holds_messages_unless_a_part_says_otherwise()
    {
        var message = Mail.Read(
            "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\n1.1\n--b\nContent-Type: "
                + "text/plain\n\n2\n--b--\n");
        Assert.Equal("0 1 1.1 2", Mail.Ids(message.Parts));
        Assert.Equal("x", message.FindPart("1.1")!.Headers.Text("subject"));
        Assert.True(message.FindPart("1")!.ContentType.Is("message", "rfc822"));
    }

    [Fact]
    public void A_boundary_that_starts_with_another_is_told_from_it()
    {
        var message = Mail.Read(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=bb\n\n"
            + "--bb\n\ninner\n--bb--\n--b \t\n\nouter\n--bx\n--b--\n");
        Assert.Equal("0 1 1.1 2", Mail.Ids(message.Parts));
        Assert.Equal("inner", message.FindPart("1.1")!.Body());
        Assert.Equal("outer\n--bx", message.FindPart("2")!.Body());
        Assert.Empty(message.Defects);
    }

    [Fact]
    public void An_outer_delimiter_ends_the_parts_inside_it()
    {
        var message = Mail.Read(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=c\n\n"
            + "--c\n\ninner\n--b\n\nouter\n");
        Assert.Equal("inner", message.FindPart("1.1")!.Body());
        Assert.Equal("outer\n", message.FindPart("2")!.Body());
        Assert.Equal(
            [MimeDefectKind.CloseDelimiterMissing, MimeDefectKind.CloseDelimiterMissing], message.Defects.Kinds());
    }

    [Theory]
    [InlineData("Content-Type: multipart/mixed\n\n--b\n\nx\n", MimeDefectKind.BoundaryMissing)]
    [InlineData("Content-Type: multipart/mixed; boundary=\" \"\n\n-- \n\nx\n", MimeDefectKind.BoundaryMissing)]
    public void A_multipart_without_a_boundary_is_text(string text, MimeDefectKind kind)
    {
        var message = Mail.Read(text);
        Assert.True(message.Root.IsOpaque);
        Assert.Equal([kind], message.Defects.Kinds());
        Assert.Contains("x", message.Text, StringComparison.Ordinal);
        Assert.Empty(message.Attachments);
    }

    [Fact]
    public void A_multipart_without_delimiters_is_reported()
    {
        var message = Mail.Read("Content-Type: multipart/mixed; boundary=b\n\nx\n");
        Assert.Equal([MimeDefectKind.DelimiterMissing], message.Defects.Kinds());
        Assert.Equal("x\n", message.At(message.Root.PreambleRange));
    }

    [Fact]
    public void Composite_parts_may_not_be_encoded()
    {
        var multipart = Mail.Read(
            "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n\nx\n--b--\n");
        Assert.Equal([MimeDefectKind.TransferEncodingOnComposite], multipart.Defects.Kinds());
        Assert.Equal("x", multipart.Text);

        var message = Mail.Read("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQTogYg0KDQo=\n");
        Assert.Equal([MimeDefectKind.TransferEncodingOnComposite], message.Defects.Kinds());
        Assert.Equal("A: b\n\n", message.Root.Body());
    }

    [Fact]
    public void A_header_cut_by_a_delimiter_is_reported()
    {
        var message = Mail.Read("Content-Type: multipart/mixed; boundary=b\n\n--b\nX: y\n--b\n\nz\n--b--\n");
        Assert.Equal("y", message.Parts[1].Headers.Text("X"));
        Assert.Equal("", message.Parts[1].Body());
        Assert.Equal("z", message.Parts[2].Body());
        Assert.Equal([MimeDefectKind.HeaderUnterminated], message.Defects.Kinds());
    }

    [Fact]
    public void An_empty_part_is_a_part()
    {
        var message = Mail.Read("Content-Type: multipart/mixed; boundary=x\n\n--x\n\n--x\n\nText\n--x--\n");

        Assert.Equal("0 1 2", Mail.Ids(message.Parts));
        Assert.Equal("", message.Parts[1].Body());
        Assert.Equal("Text", message.Parts[2].Body());
    }
}
