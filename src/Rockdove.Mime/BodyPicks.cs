namespace Rockdove.Mime;

/// <summary>
/// What a person reads, what the body shows, and what is attached. Parts are visited in their order; what lies inside
/// an attached message is its own affair.
/// </summary>
internal sealed class BodyPicks
{
    private readonly List<MimePart> _text = [];
    private readonly List<MimePart> _html = [];
    private readonly List<MimePart> _attachments = [];
    private readonly List<MimePart> _inlines = [];

    public BodyPicks(MimeMessage message)
    {
        MimePart? attachedMessage = null;
        foreach (var part in message.Parts)
        {
            if (attachedMessage is not null)
            {
                if (part.Depth > attachedMessage.Depth)
                    continue;
                attachedMessage = null;
            }

            if (part.IsMultipart)
                continue;
            if (part.IsMessage)
                attachedMessage = part;
            Pick(part);
        }

        // A multipart that could not be taken apart is all there is to read (RFC 2045 section 5.2).
        if (message.Root.IsOpaque && message.Root.ContentType.Type == "multipart")
        {
            _attachments.Clear();
            _text.Add(message.Root);
        }
    }

    public IReadOnlyList<MimePart> Text => _text;

    public IReadOnlyList<MimePart> Html => _html;

    public IReadOnlyList<MimePart> Attachments => _attachments;

    public IReadOnlyList<MimePart> Inlines => _inlines;

    public static string? Join(IReadOnlyList<MimePart> parts, string separator) => parts switch
    {
        [] => null,
        [var only] => only.DecodeText(),
        _ => string.Join(separator, parts.Select(part => part.DecodeText())),
    };

    private void Pick(MimePart part)
    {
        var type = part.ContentType;
        var disposition = part.Disposition;
        var isShown = disposition is null or { IsInline: true };
        if (!part.IsMessage && isShown && type.Type == "text" && part.FileName is null)
        {
            if (type.Subtype == "html")
            {
                _html.Add(part);
                return;
            }

            // RFC 2046 section 4.1.4: unknown text is shown as plain text, unless it is one of several renderings.
            if (type.Subtype == "plain" || part.Parent is not { IsMultipart: true })
            {
                _text.Add(part);
                return;
            }
        }

        var isRelated = disposition is null && part.ContentId is not null
            && part.Parent is { IsMultipart: true, ContentType.Subtype: "related" };
        if (!part.IsMessage && (disposition is { IsInline: true } || isRelated))
            _inlines.Add(part);
        else
            _attachments.Add(part);
    }
}
