using System.Globalization;
using Rockdove.Imap;
using Rockdove.Mime;
using Rockdove.Storage;
using SortKey = Rockdove.Imap.SortKey;

namespace Rockdove.Mailboxes;

/// <summary>What SORT and THREAD look at, from a row and the envelope that is stored with it.</summary>
internal static class SortableRow
{
    public static SortableMessage Of(MessageRow row) => new()
    {
        Uid = row.Uid.Value,
        Arrival = row.InternalDate,
        SizeBytes = row.Bytes,
    };

    /// <summary>No more than the criteria need is kept, since there is one for each message.</summary>
    public static SortableMessage Of(
        MessageRow row, MessageEnvelope fields, IReadOnlyList<SortCriterion> criteria)
    {
        var message = Of(row);
        foreach (var criterion in criteria)
        {
            message = criterion.Key switch
            {
                SortKey.Date => message with { Sent = DateOf(fields) },
                SortKey.Subject => message with { Subject = fields.DecodedSubject },
                SortKey.From => message with { From = LocalPartOf(fields.From) },
                SortKey.To => message with { To = LocalPartOf(fields.To) },
                SortKey.Cc => message with { Cc = LocalPartOf(fields.Cc) },
                SortKey.DisplayFrom => message with { DisplayFrom = DisplayOf(fields.From) },
                SortKey.DisplayTo => message with { DisplayTo = DisplayOf(fields.To) },
                _ => message,
            };
        }

        return message;
    }

    /// <summary>
    /// As a node of a thread. A message names itself and others by what the store finds conversations by: numbers that
    /// stand for identifiers, its own first if it has one, then the nearest that it answers.
    /// </summary>
    public static SortableMessage Of(
        MessageRow row, MessageEnvelope fields, IReadOnlyList<long> names, ThreadAlgorithm algorithm)
    {
        var message = Of(row) with { Sent = DateOf(fields), Subject = fields.DecodedSubject };
        if (algorithm != ThreadAlgorithm.References || names.Count == 0)
            return message;
        var hasId = fields.MessageId is { } field && MessageIds.Read(field) is [{ Length: > 0 } id, ..]
            && id.Length <= MessageDetails.MaximumIdLength;
        return message with
        {
            MessageId = hasId ? Text(names[0]) : null,
            References = [.. names.Skip(hasId ? 1 : 0).Reverse().Select(Text)],
        };
    }

    private static string Text(long name) => name.ToString("x16", CultureInfo.InvariantCulture);

    private static DateTimeOffset? DateOf(MessageEnvelope fields) =>
        fields.Date is { } text && MailDate.TryRead(text, out var date) ? date : null;

    /// <summary>addr-mailbox of the first address; of a group its name, as ENVELOPE has it there.</summary>
    private static string? LocalPartOf(string? field) =>
        field is null ? null : AddressList.Read(field) switch
        {
            { Groups: [{ First: 0 } group, ..] } => group.Name,
            [var first, ..] => first.LocalPart,
            _ => null,
        };

    /// <summary>RFC 5957 section 3: the name, or the address where there is none.</summary>
    private static string? DisplayOf(string? field) =>
        field is null ? null : AddressList.Read(field) switch
        {
            { Groups: [{ First: 0 } group, ..] } => group.Name,
            [{ Name.Length: > 0 } first, ..] => first.Name,
            [{ Domain.Length: > 0 } first, ..] => $"{first.LocalPart}@{first.Domain}",
            [var first, ..] => first.LocalPart,
            _ => null,
        };
}
