using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Rockdove.Mime;

/// <summary>
/// Writes a <see cref="MessageDraft"/>: CRLF everywhere, lines of at most 998 octets, and nothing but US-ASCII unless
/// an address has other letters (then it needs SMTPUTF8, RFC 6531). The same draft gives the same octets.
/// </summary>
public static class MessageWriter
{
    /// <summary>The message as octets.</summary>
    /// <exception cref="ArgumentException">See <see cref="Write(MessageDraft, IBufferWriter{byte})"/>.</exception>
    public static byte[] Write(MessageDraft draft)
    {
        ArrayBufferWriter<byte> output = new();
        Write(draft, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes the message.</summary>
    /// <exception cref="ArgumentException">
    /// A header value has a control character (CR LF above all), an address or message-id cannot be written so that it
    /// is read again, a further field has no valid name or is one that the draft has a property for, or an attachment
    /// has no valid media type. The message says which.
    /// </exception>
    public static void Write(MessageDraft draft, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(output);
        Check(draft);
        new Writing(draft, output).Message();
    }

    private static void Check(MessageDraft draft)
    {
        if (draft.From.Count == 0)
            throw new ArgumentException("From: a message needs an author (RFC 5322 section 3.6).");
        foreach (var (name, _) in draft.Fields)
        {
            FieldWriter.CheckName(name);
            if (Own.Contains(name) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
                throw new ArgumentException($"{name}: this field is not written from {nameof(MessageDraft.Fields)}.");
        }

        if (draft.Report is { } report)
        {
            ReportWriter.Check(report);
            if (draft.Html is not null || draft.Attachments.Count > 0)
                throw new ArgumentException("Report: a report has neither HTML nor attachments (RFC 6522 section 3).");
        }

        foreach (var attachment in draft.Attachments)
        {
            var type = ContentType.Read(Encoding.UTF8.GetBytes(attachment.MediaType).AsMemory());
            // RFC 2046 sections 5.1 and 5.2.1: these may not be encoded, so their octets could not be kept.
            if (type is null || type.Type is "multipart" or "message"
                || !type.MediaType.Equals(attachment.MediaType, StringComparison.OrdinalIgnoreCase)
                || !type.MediaType.All(IsMediaTypeCharacter))
                throw new ArgumentException($"{attachment.FileName}: its media type cannot be used for an attachment.");
        }
    }

    private static bool IsMediaTypeCharacter(char character) =>
        char.IsAsciiLetterOrDigit(character) || "!#$&-^_.+/".Contains(character, StringComparison.Ordinal);

    private sealed class Writing(MessageDraft draft, IBufferWriter<byte> output)
    {
        private readonly FieldWriter _fields = new(output);

        // Unlike those of another message, so that one may be quoted in the other.
        private readonly string _mark =
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(draft.MessageId)))[..MarkLength];

        public void Message()
        {
            Header();
            if (draft.Report is { } report)
            {
                Report(report);
                return;
            }

            var inline = draft.Html is null ? [] : draft.Attachments.Where(file => file.ContentId is not null).ToList();
            var attached = draft.Attachments.Except(inline).ToList();
            if (attached.Count == 0)
            {
                Body(inline);
                return;
            }

            var boundary = Open("mixed");
            Delimiter(boundary);
            Body(inline);
            foreach (var file in attached)
            {
                Delimiter(boundary);
                File(file, "attachment");
            }

            Close(boundary);
        }

        private void Report(DeliveryReport report)
        {
            var boundary = Open("report", ("report-type", "delivery-status"));
            Delimiter(boundary);
            Text("plain", draft.Text ?? "");
            ReportWriter parts = new(output);
            Delimiter(boundary);
            parts.Status(report);
            if (!report.Original.IsEmpty)
            {
                Delimiter(boundary);
                parts.Original(report);
            }

            Close(boundary);
        }

        private void Header()
        {
            _fields.Unstructured("Date", MailDate.Format(draft.Date));
            _fields.Addresses("From", draft.From);
            if (draft.Sender is { } sender)
                _fields.Addresses("Sender", [sender]);
            _fields.Addresses("Reply-To", draft.ReplyTo);
            _fields.Addresses("To", draft.To);
            _fields.Addresses("Cc", draft.Cc);
            _fields.MessageIds("Message-ID", [draft.MessageId]);
            _fields.MessageIds("In-Reply-To", draft.InReplyTo);
            _fields.MessageIds("References", draft.References);
            if (draft.Subject is { } subject)
                _fields.Unstructured("Subject", subject);
            foreach (var (name, value) in draft.Fields)
                _fields.Unstructured(name, value);
            _fields.Unstructured("MIME-Version", "1.0");
        }

        private void Body(List<DraftAttachment> inline)
        {
            if (draft.Html is null || draft.Text is null)
            {
                if (draft.Html is null)
                    Text("plain", draft.Text ?? "");
                else
                    Html(draft.Html, inline);
                return;
            }

            // The best rendering comes last (RFC 2046 section 5.1.4).
            var boundary = Open("alternative");
            Delimiter(boundary);
            Text("plain", draft.Text);
            Delimiter(boundary);
            Html(draft.Html, inline);
            Close(boundary);
        }

        private void Html(string html, List<DraftAttachment> inline)
        {
            if (inline.Count == 0)
            {
                Text("html", html);
                return;
            }

            var boundary = Open("related", ("type", "text/html"));
            Delimiter(boundary);
            Text("html", html);
            foreach (var file in inline)
            {
                Delimiter(boundary);
                File(file, "inline");
            }

            Close(boundary);
        }

        private void Text(string subtype, string text)
        {
            var lines = BodyWriter.Lines(text);
            var encoding = BodyWriter.Choose(lines);
            _fields.Parameterised("Content-Type", $"text/{subtype}", ("charset", "utf-8"));
            EncodingField(encoding);
            output.Write("\r\n"u8);
            BodyWriter.Write(Encoding.UTF8.GetBytes(lines), encoding, output);
        }

        private void File(DraftAttachment file, string disposition)
        {
            _fields.Parameterised("Content-Type", file.MediaType);
            _fields.Parameterised("Content-Disposition", disposition, ("filename", file.FileName));
            if (file.ContentId is { } id)
                _fields.MessageIds("Content-ID", [id]);
            EncodingField(TransferEncoding.Base64);
            output.Write("\r\n"u8);
            BodyWriter.Write(file.Content.Span, TransferEncoding.Base64, output);
        }

        private void EncodingField(TransferEncoding encoding) =>
            _fields.Unstructured("Content-Transfer-Encoding", encoding switch
            {
                TransferEncoding.Base64 => "base64",
                TransferEncoding.QuotedPrintable => "quoted-printable",
                _ => "7bit",
            });

        private string Open(string subtype, params (string Name, string Value)[] parameters)
        {
            var boundary = $"=_{subtype}_{_mark}";
            _fields.Parameterised("Content-Type", $"multipart/{subtype}", [("boundary", boundary), .. parameters]);
            return boundary;
        }

        // The CRLF before a delimiter is the delimiter's, so what the part wrote stays whole.
        private void Delimiter(string boundary) => Encoding.ASCII.GetBytes($"\r\n--{boundary}\r\n", output);

        private void Close(string boundary) => Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n", output);
    }

    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date", "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Message-ID", "In-Reply-To", "References", "Subject",
        "MIME-Version",
    };

    private const int MarkLength = 16;
}
