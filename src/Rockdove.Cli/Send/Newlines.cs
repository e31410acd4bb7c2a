namespace Rockdove.Cli;

/// <summary>Line ends of a whole message: SMTP knows only CRLF, files often know only LF.</summary>
internal static class Newlines
{
    /// <summary>Where the first CR or LF stands that is not half of a CRLF; -1 when there is none.</summary>
    public static int FindBare(ReadOnlySpan<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var next = message[at..].IndexOfAny((byte)'\r', (byte)'\n');
            if (next < 0)
                return -1;
            at += next;
            if (!message[at..].StartsWith("\r\n"u8))
                return at;
            at += 2;
        }

        return -1;
    }

    /// <summary>Which line an octet stands in, counted from 1.</summary>
    public static int LineOf(ReadOnlySpan<byte> message, int at) => 1 + message[..at].Count((byte)'\n');

    /// <summary>Makes each of them a CRLF.</summary>
    public static byte[] Fix(ReadOnlySpan<byte> message)
    {
        var fixedUp = new MemoryStream(message.Length + message.Length / 32);
        while (!message.IsEmpty)
        {
            var next = message.IndexOfAny((byte)'\r', (byte)'\n');
            fixedUp.Write(next < 0 ? message : message[..next]);
            if (next < 0)
                break;
            fixedUp.Write("\r\n"u8);
            message = message[(next + (message[next..].StartsWith("\r\n"u8) ? 2 : 1))..];
        }

        return fixedUp.ToArray();
    }
}
