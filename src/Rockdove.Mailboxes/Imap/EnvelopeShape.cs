using Rockdove.Imap;
using Rockdove.Mime;

namespace Rockdove.Mailboxes;

/// <summary>The fields of a header as ENVELOPE tells them (RFC 9051 section 7.5.2).</summary>
internal static class EnvelopeShape
{
    public static ImapEnvelope Of(MessageEnvelope fields)
    {
        var from = Addresses(fields.From);
        return new()
        {
            Date = fields.Date,
            Subject = fields.Subject,
            From = from,
            Sender = Addresses(fields.Sender) is { Count: > 0 } sender ? sender : from,
            ReplyTo = Addresses(fields.ReplyTo) is { Count: > 0 } replyTo ? replyTo : from,
            To = Addresses(fields.To),
            Cc = Addresses(fields.Cc),
            Bcc = Addresses(fields.Bcc),
            InReplyTo = fields.InReplyTo,
            MessageId = fields.MessageId,
        };
    }

    private static List<ImapAddress> Addresses(string? field)
    {
        var told = new List<ImapAddress>();
        if (field is null)
            return told;
        var list = AddressList.ReadUndecoded(field);
        var next = 0;
        for (var i = 0; i <= list.Count; i++)
        {
            // Groups come in their order, also empty ones, and do not lie in one another.
            for (; next < list.Groups.Count && list.Groups[next].First == i; next++)
            {
                var group = list.Groups[next];
                told.Add(ImapAddress.GroupStart(group.Name));
                for (var end = i + group.Count; i < end; i++)
                    told.Add(Address(list[i]));
                told.Add(ImapAddress.GroupEnd);
            }

            if (i < list.Count)
                told.Add(Address(list[i]));
        }

        return told;
    }

    /// <summary>A host that is missing is empty: NIL would begin a group.</summary>
    private static ImapAddress Address(MailAddress address) =>
        new(address.Name.Length == 0 ? null : address.Name, address.LocalPart, address.Domain);
}
