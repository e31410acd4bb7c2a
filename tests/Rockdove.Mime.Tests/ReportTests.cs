using System.Text;

namespace Rockdove.Mime.Tests;

public sealed class ReportTests
{
    [Fact]
    public void A_report_has_its_three_parts()
    {
        var original = Mail.Octets("Subject: lost\n\nbody\n");
        var report = Write(new DeliveryReport("mx.example.org", [Failed]) { Original = original, ArrivalDate = Noon });
        Assert.Equal("report", report.Root.ContentType.Subtype);
        Assert.Equal("delivery-status", report.Root.ContentType.Parameters["report-type"]);
        Assert.Equal(["text/plain", "message/delivery-status", "message/rfc822"],
            report.Root.Children.Select(part => part.ContentType.MediaType));
        Assert.Equal("""
            Reporting-MTA: dns; mx.example.org
            Arrival-Date: Fri, 02 Jan 2026 12:00:00 +0000

            Final-Recipient: rfc822; ann@example.net
            Action: failed
            Status: 5.1.1
            Remote-MTA: dns; mx.example.net
            Diagnostic-Code: smtp; 550 5.1.1 No such user

            """.ReplaceLineEndings("\n"), report.FindPart("2")!.Body());
        Assert.Equal(original, report.FindPart("3")!.RawBody.ToArray());
        Assert.Empty(report.Examine());
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb\r\n")]
    [InlineData("a\0\r\n")]
    public void A_message_that_cannot_travel_returns_its_header_alone(string body)
    {
        var octets = Encoding.Latin1.GetBytes("Subject: é\r\n\r\n" + body);
        AssertHeaderAlone(octets, "Subject: é\r\n\r\n");
    }

    [Theory]
    [InlineData(998, true)]
    [InlineData(999, false)]
    public void Lines_of_998_octets_travel(int length, bool isWhole)
    {
        var octets = Encoding.ASCII.GetBytes("A: b\r\n\r\n" + new string('x', length) + "\r\n");
        if (isWhole)
            Assert.Equal(octets, Write(new("mx", [Failed]) { Original = octets }).FindPart("3")!.RawBody.ToArray());
        else
            AssertHeaderAlone(octets, "A: b\r\n\r\n");
    }

    [Fact]
    public void Only_the_header_is_returned_where_the_sender_wants_it_so()
    {
        var octets = Mail.Octets("A: b\n\nbody\n");
        var report = Write(new("mx", [Failed]) { Original = octets, HeaderOnly = true });
        Assert.Equal("A: b\n\n", report.FindPart("3")!.Body());
    }

    [Fact]
    public void Addresses_in_utf8_make_it_a_global_report()
    {
        var report = Write(new("mx", [new("ü@example.net", ReportAction.Delayed, "4.4.1") { WillRetryUntil = Noon }]));
        Assert.Equal("message/global-delivery-status", report.FindPart("2")!.ContentType.MediaType);
        Assert.Contains(
            "Final-Recipient: utf-8; ü@example.net\n", report.FindPart("2")!.Body(), StringComparison.Ordinal);
        Assert.Equal(2, report.Root.Children.Count);
    }

    [Fact]
    public void What_cannot_be_written_is_refused()
    {
        Refuses("recipient", new("mx", []));
        Refuses("Status", new("mx", [Failed with { Status = "3.1.1" }]));
        Refuses("Status", new("mx", [Failed with { Status = "5.1" }]));
        Refuses("Status", new("mx", [Failed with { Status = "5.1234.1" }]));
        Refuses("Original-Recipient", new("mx", [Failed with { OriginalRecipient = "a@b" }]));
        Refuses("Diagnostic-Code", new("mx", [Failed with { DiagnosticCode = "a\r\nX: y" }]));
        Refuses("Reporting-MTA", new("m\0x", [Failed]));
        Refuses("900", new("mx", [Failed with { DiagnosticCode = new string('x', 901 - "smtp; ".Length) }]));
        Write(new("mx", [Failed with { DiagnosticCode = new string('x', 900 - "smtp; ".Length) }]));
    }

    private static void AssertHeaderAlone(byte[] octets, string header)
    {
        var report = Write(new DeliveryReport("mx", [Failed]) { Original = octets });
        var part = report.FindPart("3")!;
        Assert.Equal("text/rfc822-headers", part.ContentType.MediaType);
        Assert.Equal(header, Encoding.Latin1.GetString(part.DecodeBody().Span));
    }

    private static void Refuses(string words, DeliveryReport report) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => Write(report)).Message, StringComparison.Ordinal);

    private static MimeMessage Write(DeliveryReport report) => MimeMessage.Read(MessageWriter.Write(
        new MessageDraft(Noon, "1@example.org")
        {
            From = [new MailAddress("", "postmaster", "example.org")],
            Text = "It was not delivered.",
            Report = report,
        }));

    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly ReportedRecipient Failed = new("ann@example.net", ReportAction.Failed, "5.1.1")
    {
        RemoteMta = "mx.example.net",
        DiagnosticCode = "550 5.1.1 No such user",
    };
}
