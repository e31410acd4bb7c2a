using System.Buffers;
using System.Text;

namespace Rockdove.Imap.Tests;

/// <summary>RFC 9051 section 7.5.2 and the grammar of envelope and body in section 9.</summary>
public class StructureWriterTests
{
    [Fact]
    public void An_envelope_has_ten_fields() => Assert.Equal(
        """("Wed, 17 Jul 1996 02:23:25 -0700" "IMAP \"4\"" (("Terry" NIL "gray" "cac.example")) NIL NIL """
        + """((NIL NIL "friends" NIL)(NIL NIL "a" "b.example")(NIL NIL NIL NIL)) NIL NIL NIL "<B27397@cac.example>")""",
        Envelope(new ImapEnvelope
        {
            Date = "Wed, 17 Jul 1996 02:23:25 -0700",
            Subject = "IMAP \"4\"",
            From = [new ImapAddress("Terry", "gray", "cac.example")],
            To = [ImapAddress.GroupStart("friends"), new ImapAddress(null, "a", "b.example"), ImapAddress.GroupEnd],
            MessageId = "<B27397@cac.example>",
        }));

    [Fact]
    public void An_empty_envelope_is_ten_times_nil() =>
        Assert.Equal("(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)", Envelope(new ImapEnvelope()));

    [Theory]
    [InlineData("é", "{2}\r\né")]
    [InlineData("a\r\nb", "{4}\r\na\r\nb")]
    [InlineData("a\0b", "{2}\r\nab")]
    [InlineData("", "\"\"")]
    [InlineData("\\", "\"\\\\\"")]
    public void What_a_quoted_string_cannot_hold_goes_as_a_literal(string subject, string written) => Assert.Equal(
        $"(NIL {written} NIL NIL NIL NIL NIL NIL NIL NIL)", Envelope(new ImapEnvelope { Subject = subject }));

    [Fact]
    public void A_client_that_knows_utf8_gets_it_quoted() => Assert.Equal(
        "(NIL \"é\" NIL NIL NIL NIL NIL NIL NIL NIL)", Envelope(new ImapEnvelope { Subject = "é" }, allowsUtf8: true));

    [Fact]
    public void A_text_is_told_with_its_lines() => Assert.Equal(
        """("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 3028 92)""", Body(Text, isExtensible: false));

    [Fact]
    public void Extension_data_is_told_where_it_is_wanted() => Assert.Equal(
        """("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 3028 92 "md5" """
        + """("attachment" ("filename" "a.txt")) ("en" "de") "loc")""",
        Body(
            Text with
            {
                Md5 = "md5",
                Disposition = "attachment",
                DispositionParameters = [new("filename", "a.txt")],
                Languages = ["en", "de"],
                Location = "loc",
            },
            isExtensible: true));

    [Theory]
    [InlineData("caf\u00E9.txt", "(\"filename*\" \"utf-8''caf%C3%A9.txt\")")]
    [InlineData("a b'%(\u20AC)", "(\"filename*\" \"utf-8''a%20b%27%25%28%E2%82%AC%29\")")]
    [InlineData("a b'%()", "(\"filename\" \"a b'%()\")")]
    public void A_parameter_with_letters_of_others_is_told_as_a_header_would_have_it(string name, string told) =>
        Assert.Contains($"(\"attachment\" {told})", Body(Attached(name), isExtensible: true), StringComparison.Ordinal);

    [Fact]
    public void A_client_that_knows_utf8_gets_parameters_as_they_are() => Assert.Contains(
        "(\"attachment\" (\"filename\" \"caf\u00E9.txt\"))",
        Body(Attached("caf\u00E9.txt"), isExtensible: true, allowsUtf8: true),
        StringComparison.Ordinal);

    [Fact]
    public void A_multipart_has_its_parts_without_spaces() => Assert.Equal(
        """(("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 3028 92 NIL NIL NIL NIL)"""
        + """("IMAGE" "PNG" NIL "<id>" "a picture" "BASE64" 4554 NIL NIL NIL NIL)"""
        + """ "MIXED" ("BOUNDARY" "x") NIL NIL NIL)""",
        Body(
            new ImapBodyPart
            {
                Type = "MULTIPART",
                Subtype = "MIXED",
                Parameters = [new("BOUNDARY", "x")],
                Parts =
                [
                    Text,
                    new ImapBodyPart
                    {
                        Type = "IMAGE",
                        Subtype = "PNG",
                        ContentId = "<id>",
                        Description = "a picture",
                        Encoding = "BASE64",
                        SizeBytes = 4554,
                    },
                ],
            },
            isExtensible: true));

    [Fact]
    public void A_message_has_its_envelope_and_its_body() => Assert.Equal(
        """("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 400 (NIL "inner" NIL NIL NIL NIL NIL NIL NIL NIL) """
        + """("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 3028 92) 20)""",
        Body(
            new ImapBodyPart
            {
                Type = "MESSAGE",
                Subtype = "RFC822",
                SizeBytes = 400,
                Lines = 20,
                Envelope = new ImapEnvelope { Subject = "inner" },
                Parts = [Text],
            },
            isExtensible: false));

    [Fact]
    public void A_multipart_without_parts_is_shown_as_a_text() => Assert.Equal(
        """("TEXT" "PLAIN" NIL NIL NIL "7BIT" 10 1)""",
        Body(
            new ImapBodyPart { Type = "multipart", Subtype = "mixed", SizeBytes = 10, Lines = 1 },
            isExtensible: false));

    private static readonly ImapBodyPart Text = new()
    {
        Type = "TEXT",
        Subtype = "PLAIN",
        Parameters = [new("CHARSET", "US-ASCII")],
        SizeBytes = 3028,
        Lines = 92,
    };

    private static string Envelope(ImapEnvelope envelope, bool allowsUtf8 = false) =>
        Written(text => StructureWriter.WriteEnvelope(text, envelope), allowsUtf8);

    private static string Body(ImapBodyPart part, bool isExtensible, bool allowsUtf8 = false) =>
        Written(text => StructureWriter.WriteBody(text, part, isExtensible), allowsUtf8);

    private static ImapBodyPart Attached(string name) =>
        Text with { Disposition = "attachment", DispositionParameters = [new("filename", name)] };

    private static string Written(Action<ResponseText> write, bool allowsUtf8)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new ResponseText { Output = output, AllowsUtf8 = allowsUtf8 });
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
