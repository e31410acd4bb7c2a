namespace Rockdove.Imap.Tests;

/// <summary>Writes the items of a FETCH for a fake message.</summary>
internal static class FakeFetch
{
    public static void Write(ImapResponseWriter data, FetchItem item, FakeMessage message)
    {
        switch (item.Kind)
        {
            case FetchKind.Flags:
                data.Flags(message.Flags);
                break;
            case FetchKind.Uid:
                data.Uid(message.Uid);
                break;
            case FetchKind.InternalDate:
                data.InternalDate(message.InternalDate);
                break;
            case FetchKind.Size:
                data.Size(message.Octets.Length);
                break;
            case FetchKind.ModSequence:
                data.ModSequence(message.ModSequence);
                break;
            case FetchKind.Envelope:
                data.Envelope(new ImapEnvelope { Subject = message.Subject });
                break;
            case FetchKind.Body or FetchKind.BodyStructure:
                data.Structure(item, new ImapBodyPart
                {
                    Type = "text",
                    Subtype = "plain",
                    SizeBytes = message.Octets.Length - message.HeaderBytes,
                    Lines = 1,
                });
                break;
            case FetchKind.EmailId:
                data.EmailId(message.EmailId);
                break;
            case FetchKind.ThreadId:
                data.ThreadId(message.ThreadId);
                break;
            case FetchKind.SaveDate:
                data.SaveDate(message.Uid == 9 ? null : message.InternalDate);
                break;
            case FetchKind.Preview:
                data.Preview(item, message.Uid == 9 ? null : message.Subject);
                break;
            case FetchKind.BinarySize:
                data.BinarySize(item, message.Section(item.Section!)?.Length ?? 0);
                break;
            default:
                Content(data, item, message.Section(item.Section!));
                break;
        }
    }

    private static void Content(ImapResponseWriter data, FetchItem item, ReadOnlyMemory<byte>? section)
    {
        if (section is not { } octets)
        {
            data.Nothing(item);
            return;
        }

        if (item.Partial is { } partial)
        {
            octets = octets[(int)Math.Min(partial.Offset, octets.Length)..];
            octets = octets[..(int)Math.Min(partial.Octets, octets.Length)];
        }

        data.BeginContent(item, octets.Length);
        data.Content(octets.Span[..(octets.Length / 2)]); // In two slices, as from a disk.
        data.Content(octets.Span[(octets.Length / 2)..]);
        data.EndContent();
    }
}
