using System.Globalization;
using System.Text;

namespace Rockdove.Outbox;

/// <summary>
/// The Received fields of a message (RFC 5321 section 4.4): how often it has been passed on, and by us.
/// </summary>
internal static class TraceFields
{
    /// <summary>How many Received fields the header has.</summary>
    public static int CountReceived(ReadOnlySpan<byte> message)
    {
        var count = 0;
        while (!message.IsEmpty)
        {
            var end = message.IndexOf((byte)'\n');
            var line = end < 0 ? message : message[..end];
            line = line.TrimEnd((byte)'\r');
            if (line.IsEmpty)
                break;
            if (line.Length >= Name.Length && Ascii.EqualsIgnoreCase(line[..Name.Length], Name))
                count++;
            message = end < 0 ? [] : message[(end + 1)..];
        }

        return count;
    }

    /// <summary>The message behind a field that says that it went through here.</summary>
    public static byte[] Stamp(ReadOnlySpan<byte> message, string hostName, long id, DateTimeOffset now)
    {
        var date = now.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);
        var field = string.Create(
            CultureInfo.InvariantCulture, $"Received: by {hostName} (Rockdove outbox) id {id};\r\n\t{date} +0000\r\n");
        var stamped = new byte[field.Length + message.Length];
        Encoding.ASCII.GetBytes(field, stamped);
        message.CopyTo(stamped.AsSpan(field.Length));
        return stamped;
    }

    private static ReadOnlySpan<byte> Name => "Received:"u8;
}
