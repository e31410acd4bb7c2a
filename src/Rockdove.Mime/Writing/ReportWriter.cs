using System.Buffers;
using System.Text;

namespace Rockdove.Mime;

/// <summary>The machine's parts of a multipart/report: message/delivery-status and the message that it is
/// about.</summary>
internal sealed class ReportWriter(IBufferWriter<byte> output)
{
    private readonly FieldWriter _fields = new(output);

    public void Status(DeliveryReport report)
    {
        // RFC 6533 section 3: with addresses in UTF-8 the part has another type.
        _fields.Unstructured("Content-Type", IsInternational(report)
            ? "message/global-delivery-status"
            : "message/delivery-status");
        if (IsInternational(report))
            _fields.Unstructured("Content-Transfer-Encoding", "8bit");
        output.Write("\r\n"u8);
        Field("Original-Envelope-Id", report.OriginalEnvelopeId);
        Field("Reporting-MTA", "dns; " + report.ReportingMta);
        Field("Received-From-MTA", report.ReceivedFromMta is { } from ? "dns; " + from : null);
        Field("Arrival-Date", report.ArrivalDate);
        foreach (var recipient in report.Recipients)
            Status(recipient);
    }

    public void Original(DeliveryReport report)
    {
        var original = report.Original;
        var message = MimeMessage.Read(original);
        var isWhole = !report.HeaderOnly && CanTravel(original.Span);
        var octets = isWhole ? original.Span : original.Span[..message.Root.HeaderRange.End];
        if (isWhole)
        {
            _fields.Unstructured("Content-Type", "message/rfc822");
            _fields.Unstructured("Content-Transfer-Encoding", Ascii.IsValid(octets) ? "7bit" : "8bit");
            output.Write("\r\n"u8);
            output.Write(octets);
            return;
        }

        _fields.Unstructured("Content-Type", "text/rfc822-headers");
        var encoding = CanTravel(octets) && Ascii.IsValid(octets)
            ? TransferEncoding.SevenBit
            : TransferEncoding.QuotedPrintable;
        _fields.Unstructured(
            "Content-Transfer-Encoding", encoding == TransferEncoding.SevenBit ? "7bit" : "quoted-printable");
        output.Write("\r\n"u8);
        BodyWriter.Write(octets, encoding, output);
    }

    /// <summary>Throws if the report cannot be written.</summary>
    public static void Check(DeliveryReport report)
    {
        if (report.Recipients.Count == 0)
            throw new ArgumentException("Report: it needs a recipient (RFC 3464 section 2.1).");
        foreach (var recipient in report.Recipients)
        {
            if (!IsStatus(recipient.Status))
                throw new ArgumentException($"Status: '{HeaderText.Safe(recipient.Status)}' is no status code of RFC "
                    + "3463; write class, subject and detail, such as 5.1.1.");
            if (recipient.OriginalRecipient is { } original && !original.Contains(';'))
                throw new ArgumentException("Original-Recipient: write the type before the address, such as "
                    + "rfc822;a@b.");
        }
    }

    private void Status(ReportedRecipient recipient)
    {
        output.Write("\r\n"u8);
        var type = Ascii.IsValid(recipient.FinalRecipient) ? "rfc822; " : "utf-8; ";
        Field("Original-Recipient", recipient.OriginalRecipient);
        Field("Final-Recipient", type + recipient.FinalRecipient);
        Field("Action", recipient.Action.ToString().ToLowerInvariant());
        Field("Status", recipient.Status);
        Field("Remote-MTA", recipient.RemoteMta is { } mta ? "dns; " + mta : null);
        Field("Diagnostic-Code", recipient.DiagnosticCode is { } reply ? "smtp; " + reply : null);
        Field("Last-Attempt-Date", recipient.LastAttempt);
        Field("Will-Retry-Until", recipient.WillRetryUntil);
    }

    private void Field(string name, DateTimeOffset? date)
    {
        if (date is { } value)
            _fields.Unstructured(name, MailDate.Format(value));
    }

    private void Field(string name, string? value)
    {
        if (value is not null)
            _fields.Raw(name, value);
    }

    private static bool IsInternational(DeliveryReport report) =>
        report.Recipients.Any(recipient => !Ascii.IsValid(recipient.FinalRecipient)
            || (recipient.OriginalRecipient is { } original && !Ascii.IsValid(original)));

    // Composite bodies may not be encoded (RFC 2045 section 6.4): they travel as they are, or not at all.
    private static bool CanTravel(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var end = octets.IndexOf((byte)'\n');
            var line = end < 0 ? octets : octets[..end];
            if (end >= 0 && !line.EndsWith("\r"u8))
                return false;
            if (end >= 0)
                line = line[..^1];
            if (line.Length > LongestLine || line.ContainsAny((byte)0, (byte)'\r'))
                return false;
            octets = end < 0 ? default : octets[(end + 1)..];
        }

        return true;
    }

    private static bool IsStatus(string status) =>
        status.Split('.') is [[var kind], var subject, var detail]
        && kind is '2' or '4' or '5' && IsNumber(status[2..]) && subject.Length is > 0 and <= 3
        && detail.Length is > 0 and <= 3;

    private static bool IsNumber(string text) =>
        text.All(character => char.IsAsciiDigit(character) || character == '.');

    private const int LongestLine = 998;
}
