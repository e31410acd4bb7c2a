namespace Rockdove.Mime;

/// <summary>From the parts of a message to what is kept of them.</summary>
internal static class StructureFacts
{
    public static MessageStructure Of(MimeMessage message)
    {
        List<PartStructure> parts = new(message.Parts.Count);
        Dictionary<MimePart, PartStructure> made = new(message.Parts.Count);
        foreach (var part in message.Parts)
        {
            PartStructure structure = new(part.Parent is null ? null : made[part.Parent], Of(part));
            if (part.IsMultipart || part.IsMessage)
                made.Add(part, structure);
            parts.Add(structure);
        }

        return new MessageStructure(message.Root.BodyRange.End, parts);
    }

    private static PartFacts Of(MimePart part)
    {
        var headers = part.Headers;
        var isWholeMessage = part.Parent is null or { IsMessage: true };
        return new PartFacts
        {
            Kind = part.IsMultipart ? PartKind.Multipart
                : part.IsMessage ? PartKind.Message
                : part.IsOpaque ? PartKind.Opaque
                : PartKind.Leaf,
            Start = part.HeaderRange.Start,
            BodyStart = part.BodyRange.Start,
            BodyEnd = part.BodyRange.End,
            Lines = part.Lines,
            ContentType = part.ContentType,
            Disposition = part.Disposition,
            TransferEncoding = part.TransferEncoding,
            ContentId = headers.Find("Content-ID")?.Unfolded,
            Description = headers.Find("Content-Description")?.Unfolded,
            Md5 = headers.Find("Content-MD5")?.Unfolded,
            Language = headers.Find("Content-Language")?.Unfolded,
            Location = headers.Find("Content-Location")?.Unfolded,
            Envelope = isWholeMessage ? MessageEnvelope.Of(headers) : null,
        };
    }
}
