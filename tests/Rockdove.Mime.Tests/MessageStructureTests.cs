using System.Buffers;
using System.Text;

namespace Rockdove.Mime.Tests;

/// <summary>What a store keeps beside a message, and the sections that IMAP asks for.</summary>
public sealed class MessageStructureTests
{
    [Fact]
    public void What_was_written_is_read_as_the_same_for_the_whole_corpus()
    {
        foreach (var octets in Corpus.Messages)
        {
            var structure = MessageStructure.Of(MimeMessage.Read(octets));
            var stored = structure.ToArray();
            Assert.True(MessageStructure.TryRead(stored, out var read));
            Assert.Equal(Describe(structure), Describe(read!));
            Assert.Equal(stored, read!.ToArray());
        }
    }

    [Fact]
    public void Parts_have_the_numbers_and_ranges_of_the_message()
    {
        foreach (var octets in Corpus.Messages)
        {
            var message = MimeMessage.Read(octets);
            var structure = MessageStructure.Of(message);
            Assert.Equal(message.Parts.Select(part => (part.Id, part.HeaderRange, part.BodyRange, part.Lines)),
                structure.Parts.Select(part => (part.Id, part.HeaderRange, part.BodyRange, part.Lines)));
        }
    }

    [Theory]
    [InlineData("", "*")]
    [InlineData("HEADER", "Subject: outer\nContent-Type: multipart/mixed; boundary=b\n\n")]
    [InlineData("TEXT", "--b\n*")]
    [InlineData("1", "one")]
    [InlineData("1.mime", "Content-ID: <i@x>\n\n")]
    [InlineData("2", "Subject: inner\n\ninner text")]
    [InlineData("2.MIME", "Content-Type: message/rfc822\n\n")]
    [InlineData("2.HEADER", "Subject: inner\n\n")]
    [InlineData("2.TEXT", "inner text")]
    [InlineData("2.1", "inner text")]
    [InlineData("2.1.MIME", "Subject: inner\n\n")]
    [InlineData("3", "--c\n\nthree one\n--c--")]
    [InlineData("3.1", "three one")]
    [InlineData("0", null)]
    [InlineData("4", null)]
    [InlineData("1.1", null)]
    [InlineData("1.HEADER", null)]
    [InlineData("3.TEXT", null)]
    [InlineData("MIME", null)]
    [InlineData("1.", null)]
    [InlineData(".1", null)]
    [InlineData("1..MIME", null)]
    [InlineData("99999999999", null)]
    [InlineData("-1", null)]
    public void A_section_is_found(string section, string? expected)
    {
        var message = Mail.Read(
            "Subject: outer\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-ID: <i@x>\n\none\n--b\n"
            + "Content-Type: message/rfc822\n\nSubject: inner\n\ninner text\n--b\n"
            + "Content-Type: multipart/mixed; boundary=c\n\n--c\n\nthree one\n--c--\n--b--\n");
        var range = MessageStructure.Of(message).Locate(section);
        if (expected is null)
            Assert.Null(range);
        else if (expected.EndsWith('*'))
            Assert.StartsWith(expected[..^1], message.At(range!.Value), StringComparison.Ordinal);
        else
            Assert.Equal(expected, message.At(range!.Value));
    }

    [Fact]
    public void A_message_of_one_part_is_its_own_part()
    {
        var message = Mail.Read("Subject: x\n\nbody\n");
        var structure = MessageStructure.Of(message);
        Assert.Equal("body\n", message.At(structure.Locate("1")!.Value));
        Assert.Equal("Subject: x\n\n", message.At(structure.Locate("1.MIME")!.Value));
        Assert.Null(structure.Locate("2"));
        Assert.Same(structure.Root, structure.Find("1"));
    }

    [Theory]
    [InlineData(0, 3, 10, 13)]
    [InlineData(8, 3, 18, 20)]
    [InlineData(10, 1, 20, 20)]
    [InlineData(4_000_000_000, 4_000_000_000, 20, 20)]
    public void A_partial_range_ends_with_the_range(long offset, long count, int start, int end) =>
        Assert.Equal(new MimeRange(start, end), new MimeRange(10, 20).Slice(offset, count));

    [Fact]
    public void The_envelope_and_the_body_fields_are_kept_as_written()
    {
        var structure = MessageStructure.Of(Mail.Read(
            "Date: x\nSubject: =?utf-8?Q?=C3=A9?=\nFrom: a@b\nTo: c@d\nTo: e@f\nMessage-ID: <m@n>\n"
            + "Content-Type: text/plain; charset=utf-8\nContent-Description: d\nContent-MD5: m\nContent-Language: en, "
            + "de\nContent-Location: l\nContent-Disposition: inline; filename=f.txt\n\n1\n2\n3"));
        var root = Stored(structure).Root;
        Assert.Equal("=?utf-8?Q?=C3=A9?=", root.Envelope!.Subject);
        Assert.Equal(("c@d, e@f", null, "<m@n>"), (root.Envelope.To, root.Envelope.Cc, root.Envelope.MessageId));
        Assert.Equal(("d", "m", "en, de", "l"), (root.Description, root.Md5, root.Language, root.Location));
        Assert.Equal(("inline", "f.txt"), (root.Disposition!.Kind, root.Disposition.Parameters["filename"]));
        Assert.Equal(("utf-8", 2), (root.ContentType.Charset, root.Lines));
    }

    [Fact]
    public void Octets_that_are_no_structure_are_refused_whatever_they_are()
    {
        var random = new Random(17);
        var stored = Corpus.Messages.Select(octets => MessageStructure.Of(MimeMessage.Read(octets)).ToArray()).ToList();
        Assert.All(stored, octets => Assert.All(Enumerable.Range(0, octets.Length), length =>
            Assert.False(MessageStructure.TryRead(octets.AsSpan(0, length), out _))));
        for (var round = 0; round < 20_000; round++)
        {
            byte[] octets = [.. stored[random.Next(stored.Count)]];
            for (var change = random.Next(1, 5); change > 0; change--)
                octets[random.Next(octets.Length)] = (byte)random.Next(256);
            if (!MessageStructure.TryRead(octets, out var structure))
                continue;
            Assert.All(structure!.Parts, part =>
                Assert.InRange(part.BodyRange.End, part.HeaderRange.Start, structure.Length));
            _ = (structure.Locate("1.HEADER"), structure.Find("1.1.1"));
        }
    }

    [Fact]
    public void Another_version_is_refused()
    {
        var stored = MessageStructure.Of(Mail.Read("A: b\n\n")).ToArray();
        stored[0]++;
        Assert.False(MessageStructure.TryRead(stored, out _));
        Assert.False(MessageStructure.TryRead([], out _));
    }

    [Theory]
    [InlineData(false, "A: 1\n  2\na : 3\n\n")]
    [InlineData(true, "B: x\n\n")]
    public void Fields_are_selected_by_name(bool others, string expected)
    {
        ArrayBufferWriter<byte> output = new();
        var header = Mail.Octets("A: 1\n  2\nB: x\na : 3\nno colon\n\nbody");
        HeaderSelection.Write(header, ["a"], others, output);
        var selected = Encoding.ASCII.GetString(output.WrittenSpan).ReplaceLineEndings("\n");
        Assert.Equal(expected, selected);
    }

    private static MessageStructure Stored(MessageStructure structure) =>
        MessageStructure.TryRead(structure.ToArray(), out var read) ? read! : throw new InvalidOperationException();

    internal static string Describe(MessageStructure structure)
    {
        var text = new StringBuilder().Append(structure.Length).Append('\n');
        foreach (var part in structure.Parts)
        {
            text.AppendJoin(' ', part.Id, part.HeaderRange, part.BodyRange, part.Lines, part.IsMultipart)
                .AppendJoin(' ', part.IsMessage, part.IsOpaque, part.ContentType, part.TransferEncoding)
                .AppendJoin(';', part.ContentType.Parameters).Append(part.Disposition)
                .AppendJoin(';', part.Disposition?.Parameters ?? (IEnumerable<MimeParameter>)[])
                .AppendJoin('|', part.ContentId, part.Description, part.Md5, part.Language, part.Location)
                .Append(part.Envelope).Append('\n');
        }

        return text.ToString();
    }
}
