namespace Rockdove.Mime;

/// <summary>Decodes everything once, for its defects.</summary>
internal static class Examination
{
    public static IReadOnlyList<MimeDefect> Of(MimeMessage message)
    {
        var limits = message.Limits;
        DefectList found = new(limits.Defects);
        foreach (var part in message.Parts)
        {
            foreach (var field in part.Headers)
                ExamineField(field, limits, found);
            if (!part.IsMultipart && !part.IsMessage)
                ExamineBody(part, found);
        }

        return message.Defects.Concat(found.Items).OrderBy(defect => defect.Offset).Take(limits.Defects).ToList();
    }

    private static void ExamineField(HeaderField field, MimeLimits limits, DefectList found)
    {
        var offset = field.Range.Start;
        var name = field.Name.ToLowerInvariant();
        if (AddressFields.Contains(name))
            AddressList.Read(field.Unfolded, limits.AddressesInField, found, offset);
        else if (name is "date" or "resent-date")
            ExamineDate(field, found, offset);
        else if (name == "content-type")
            ContentType.Examine(field.RawValue, limits.Parameters, found, offset);
        else if (name == "content-disposition")
            ContentDisposition.Read(field.RawValue.Span, limits.Parameters, found, offset);
        else
            EncodedWords.Decode(field.Unfolded, found, offset);
    }

    private static void ExamineDate(HeaderField field, DefectList found, int offset)
    {
        if (!MailDate.TryRead(field.Unfolded, out _))
            found.Add(offset, MimeDefectKind.DateMalformed);
    }

    private static void ExamineBody(MimePart part, DefectList found)
    {
        var octets = TransferEncodings.Decode(part.RawBody, part.TransferEncoding, found, part.BodyRange.Start);
        if (part.ContentType.Type == "text")
            Charsets.Decode(octets.Span, part.ContentType.Charset, found, part.BodyRange.Start);
    }

    private static readonly HashSet<string> AddressFields =
    [
        "from", "sender", "reply-to", "to", "cc", "bcc",
        "resent-from", "resent-sender", "resent-to", "resent-cc", "resent-bcc", "resent-reply-to",
    ];
}
