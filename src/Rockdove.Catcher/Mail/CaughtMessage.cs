using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>One caught message: what the store knows of it, without its content.</summary>
public sealed class CaughtMessage
{
    /// <param name="row">Read with its envelope.</param>
    public CaughtMessage(MessageRow row) => Row = row;

    public MessageId Id => Row.Message;

    /// <summary>Somebody has looked at it.</summary>
    public bool IsRead => Row.Flags.Has(SystemFlags.Seen);

    public DateTimeOffset ReceivedAt => Row.InternalDate;

    /// <summary>Octets.</summary>
    public long Bytes => Row.Bytes;

    /// <summary>What SMTP said about the message; nothing if it came by IMAP.</summary>
    public DeliveryEnvelope Envelope => Row.Envelope ?? new()
    {
        ReceivedAt = Row.InternalDate,
        ReversePath = "",
        ForwardPaths = [],
    };

    /// <summary>What it is tagged with, by the letters.</summary>
    public IReadOnlyList<string> Tags
    {
        get
        {
            if (Row.Flags.Keywords.IsEmpty)
                return [];
            var tags = new List<string>();
            foreach (var keyword in Row.Flags.Keywords)
            {
                if (TagName.Of(keyword) is { } tag)
                    tags.Add(tag);
            }

            tags.Sort(StringComparer.OrdinalIgnoreCase);
            return tags;
        }
    }

    /// <summary>What the store says of it.</summary>
    public MessageRow Row { get; }
}
