using System.Text;

namespace Rockdove.Imap;

/// <summary>Writes ENVELOPE, BODY and BODYSTRUCTURE (RFC 9051 section 9: envelope, body).</summary>
internal static class StructureWriter
{
    public static void WriteEnvelope(ResponseText text, ImapEnvelope envelope)
    {
        text.Raw("("u8);
        text.NString(envelope.Date);
        text.Raw(" "u8);
        text.NString(envelope.Subject);
        foreach (var addresses in (ReadOnlySpan<IReadOnlyList<ImapAddress>>)
            [envelope.From, envelope.Sender, envelope.ReplyTo, envelope.To, envelope.Cc, envelope.Bcc])
        {
            text.Raw(" "u8);
            WriteAddresses(text, addresses);
        }

        text.Raw(" "u8);
        text.NString(envelope.InReplyTo);
        text.Raw(" "u8);
        text.NString(envelope.MessageId);
        text.Raw(")"u8);
    }

    /// <summary>Writes a part and those inside it.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="part">What.</param>
    /// <param name="isExtensible">BODYSTRUCTURE has the extension data, BODY has not.</param>
    public static void WriteBody(ResponseText text, ImapBodyPart part, bool isExtensible)
    {
        text.Raw("("u8);
        if (part.IsMultipart && part.Parts.Count > 0)
            WriteMultipart(text, part, isExtensible);
        else
            WriteLeaf(text, part, isExtensible);
        text.Raw(")"u8);
    }

    private static void WriteMultipart(ResponseText text, ImapBodyPart part, bool isExtensible)
    {
        foreach (var inner in part.Parts)
            WriteBody(text, inner, isExtensible);
        text.Raw(" "u8);
        text.String(part.Subtype);
        if (!isExtensible)
            return;
        text.Raw(" "u8);
        WriteParameters(text, part.Parameters);
        WriteExtension(text, part);
    }

    private static void WriteLeaf(ResponseText text, ImapBodyPart part, bool isExtensible)
    {
        // A multipart without parts has no form of its own in the grammar, so it goes as text without lines to show.
        text.String(part.IsMultipart ? "TEXT" : part.Type);
        text.Raw(" "u8);
        text.String(part.IsMultipart ? "PLAIN" : part.Subtype);
        text.Raw(" "u8);
        WriteParameters(text, part.Parameters);
        text.Raw(" "u8);
        text.NString(part.ContentId);
        text.Raw(" "u8);
        text.NString(part.Description);
        text.Raw(" "u8);
        text.String(part.Encoding);
        text.Raw(" "u8);
        text.Number((ulong)part.SizeBytes);
        if (part.Envelope is { } envelope && part.Parts.Count == 1)
        {
            text.Raw(" "u8);
            WriteEnvelope(text, envelope);
            text.Raw(" "u8);
            WriteBody(text, part.Parts[0], isExtensible);
        }

        if (part.IsText || part.IsMultipart || (part.Envelope is not null && part.Parts.Count == 1))
        {
            text.Raw(" "u8);
            text.Number((ulong)part.Lines);
        }

        if (!isExtensible)
            return;
        text.Raw(" "u8);
        text.NString(part.Md5);
        WriteExtension(text, part);
    }

    /// <summary>Disposition, language and location, the same for both kinds.</summary>
    private static void WriteExtension(ResponseText text, ImapBodyPart part)
    {
        text.Raw(" "u8);
        if (part.Disposition is { } disposition)
        {
            text.Raw("("u8);
            text.String(disposition);
            text.Raw(" "u8);
            WriteParameters(text, part.DispositionParameters);
            text.Raw(")"u8);
        }
        else
        {
            text.Raw("NIL"u8);
        }

        text.Raw(" "u8);
        WriteLanguages(text, part.Languages);
        text.Raw(" "u8);
        text.NString(part.Location);
    }

    private static void WriteLanguages(ResponseText text, IReadOnlyList<string> languages)
    {
        if (languages.Count == 0)
        {
            text.Raw("NIL"u8);
            return;
        }

        for (var i = 0; i < languages.Count; i++)
        {
            text.Raw(i == 0 ? "("u8 : " "u8);
            text.String(languages[i]);
        }

        text.Raw(")"u8);
    }

    private static void WriteParameters(ResponseText text, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        if (parameters.Count == 0)
        {
            text.Raw("NIL"u8);
            return;
        }

        for (var i = 0; i < parameters.Count; i++)
        {
            text.Raw(i == 0 ? "("u8 : " "u8);
            var (name, value) = parameters[i];
            // Before a client has enabled UTF-8 it expects what may stand in a header.
            var isExtended = !text.AllowsUtf8 && !Ascii.IsValid(value);
            text.String(isExtended ? name + "*" : name);
            text.Raw(" "u8);
            text.String(isExtended ? ExtendedParameter.Encode(value) : value);
        }

        text.Raw(")"u8);
    }

    private static void WriteAddresses(ResponseText text, IReadOnlyList<ImapAddress> addresses)
    {
        if (addresses.Count == 0)
        {
            text.Raw("NIL"u8);
            return;
        }

        text.Raw("("u8);
        foreach (var address in addresses)
        {
            if (text.TryAddress(address.Name, address.Mailbox, address.Host))
                continue;
            text.Raw("("u8);
            text.NString(address.Name);
            text.Raw(" NIL "u8); // The source route: nobody has sent one for decades.
            text.NString(address.Mailbox);
            text.Raw(" "u8);
            text.NString(address.Host);
            text.Raw(")"u8);
        }

        text.Raw(")"u8);
    }
}
