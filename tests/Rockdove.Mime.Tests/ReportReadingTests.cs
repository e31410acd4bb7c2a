using System.Text;

namespace Rockdove.Mime.Tests;

/// <summary>Reports as servers write them.</summary>
public sealed class ReportReadingTests
{
    [Fact]
    public void What_postfix_writes_is_read()
    {
        var report = Read("""
            From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
            Subject: Undelivered Mail Returned to Sender
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status;
             boundary="7B2F.1/mx.example.org"

            This is a MIME-encapsulated message.

            --7B2F.1/mx.example.org
            Content-Type: text/plain; charset=us-ascii

            I'm sorry to have to inform you.

            --7B2F.1/mx.example.org
            Content-Description: Delivery report
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.org
            X-Postfix-Queue-ID: 7B2F
            Arrival-Date: Fri,  2 Jan 2026 13:00:00 +0100 (CET)

            Final-Recipient: rfc822; bob@example.net
            Original-Recipient: rfc822;bob@example.net
            Action: failed
            Status: 5.1.1
            Remote-MTA: dns; in.example.net
            Diagnostic-Code: smtp; 550 5.1.1 <bob@example.net>: Recipient address
                rejected; see the manual

            --7B2F.1/mx.example.org
            Content-Description: Undelivered Message
            Content-Type: message/rfc822

            Subject: hello

            body

            --7B2F.1/mx.example.org--

            """)!;
        Assert.Equal("mx.example.org", report.ReportingMta);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 13, 0, 0, TimeSpan.FromHours(1)), report.ArrivalDate);
        var recipient = Assert.Single(report.Recipients);
        Assert.Equal("bob@example.net", recipient.FinalRecipient);
        Assert.Equal("rfc822;bob@example.net", recipient.OriginalRecipient);
        Assert.Equal(ReportAction.Failed, recipient.Action);
        Assert.Equal("5.1.1", recipient.Status);
        Assert.Equal("in.example.net", recipient.RemoteMta);
        Assert.StartsWith("550 5.1.1 <bob@example.net>: Recipient address", recipient.DiagnosticCode,
            StringComparison.Ordinal);
        Assert.EndsWith("rejected; see the manual", recipient.DiagnosticCode, StringComparison.Ordinal);
        Assert.Equal("Subject: hello\r\n\r\nbody\r\n", Encoding.ASCII.GetString(report.Original.Span));
        Assert.False(report.HeaderOnly);
    }

    [Theory]
    [InlineData("delayed", ReportAction.Delayed)]
    [InlineData("DELIVERED", ReportAction.Delivered)]
    [InlineData("relayed (to mx)", ReportAction.Relayed)]
    [InlineData("expanded", ReportAction.Expanded)]
    [InlineData("exploded", ReportAction.Failed)]
    public void An_action_is_a_word_in_any_case(string word, ReportAction action)
    {
        var report = Read(Report($"Final-Recipient: rfc822; a@b\nAction: {word}\nStatus: 4.4.7 (later)\n"))!;
        var recipient = Assert.Single(report.Recipients);
        Assert.Equal((action, "4.4.7"), (recipient.Action, recipient.Status));
    }

    [Fact]
    public void Several_recipients_and_empty_lines_between_them()
    {
        var report = Read(Report("""


            Reporting-MTA: dns; a


            Final-Recipient: rfc822; a@b
            Action: failed

            Action: failed

            Final-Recipient: utf-8; c@d
            Action: delayed
            """))!;
        Assert.Equal(["a@b", "c@d"], report.Recipients.Select(recipient => recipient.FinalRecipient));
        Assert.Equal("", report.Recipients[1].Status);
    }

    [Fact]
    public void A_header_alone_is_returned()
    {
        var report = Read(Report(
            "Reporting-MTA: dns; a\n",
            "Content-Type: text/rfc822-headers\nContent-Transfer-Encoding: quoted-printable\n\nSubject: =C3=A9\n"))!;
        Assert.True(report.HeaderOnly);
        Assert.Equal("Subject: é\r\n", Encoding.UTF8.GetString(report.Original.Span));
        Assert.Empty(report.Recipients);
    }

    [Theory]
    [InlineData("Subject: none\n\nbody\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\nA: b\n")]
    [InlineData("Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: text/plain\n\nA: b\n--x--\n")]
    [InlineData("Content-Type: multipart/report\n\n")]
    public void Other_messages_are_no_reports(string message) => Assert.Null(Read(message));

    [Fact]
    public void What_we_write_we_read()
    {
        var written = new DeliveryReport("mx.example.org",
        [
            new ReportedRecipient("bob@example.net", ReportAction.Delayed, "4.4.1")
            {
                RemoteMta = "in.example.net",
                DiagnosticCode = "450 4.4.1 Later",
                LastAttempt = Noon,
                WillRetryUntil = Noon.AddDays(5),
            },
        ])
        {
            OriginalEnvelopeId = "QQ314159",
            ReceivedFromMta = "client.example.org",
            ArrivalDate = Noon,
            Original = Mail.Octets("Subject: lost\n\nbody\n"),
        };
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        MessageWriter.Write(
            new MessageDraft(Noon, "a@b") { From = [MailAddress.Parse("a@b")!], Text = "x", Report = written }, output);
        var read = DeliveryReport.Read(MimeMessage.Read(output.WrittenMemory))!;
        Assert.Equal(written.Recipients, read.Recipients);
        Assert.Equal(written.Original.ToArray(), read.Original.ToArray());
        Assert.Equal(
            (written.ReportingMta, written.OriginalEnvelopeId, written.ReceivedFromMta, written.ArrivalDate),
            (read.ReportingMta, read.OriginalEnvelopeId, read.ReceivedFromMta, read.ArrivalDate));
    }

    [Fact]
    public void A_thousand_recipients_are_enough()
    {
        var group = "Final-Recipient: rfc822; a@b\nAction: failed\n\n";
        Assert.Equal(1000, Read(Report(string.Concat(Enumerable.Repeat(group, 1000))))!.Recipients.Count);
        Assert.Equal(1000, Read(Report(string.Concat(Enumerable.Repeat(group, 5000))))!.Recipients.Count);
    }

    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private static DeliveryReport? Read(string text) =>
        DeliveryReport.Read(MimeMessage.Read(Mail.Octets(text.ReplaceLineEndings("\n"))));

    private static string Report(string status, string? returned = null) =>
        $"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n{status}\n--x\n"
        + $"{returned ?? "Content-Type: message/rfc822\n\nA: b\n\nc"}\n--x--\n";
}
