using System.Text;
using Rockdove.Smtp;

namespace Rockdove.Mock;

/// <summary>Octets that a script sends, as lines and as the replies that a client will read in them.</summary>
internal static class ReplyOctets
{
    /// <summary>Lines with their LF; the last one may be without.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Split(ReadOnlySpan<byte> octets)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        while (!octets.IsEmpty)
        {
            var newline = octets.IndexOf((byte)'\n');
            var length = newline < 0 ? octets.Length : newline + 1;
            lines.Add(octets[..length].ToArray());
            octets = octets[length..];
        }

        return lines;
    }

    /// <summary>Whole replies, up to the first octets that are none.</summary>
    public static IReadOnlyList<SmtpReply> Read(ReadOnlySpan<byte> octets)
    {
        var replies = new List<SmtpReply>();
        var lines = new List<string>();
        foreach (var octetsOfLine in Split(octets))
        {
            var line = Encoding.UTF8.GetString(octetsOfLine.Span);
            if (!line.EndsWith("\r\n", StringComparison.Ordinal) || !IsReplyLine(line))
                break;
            lines.Add(line.TrimEnd('\r', '\n'));
            if (line[3] == '-')
                continue;
            replies.Add(SmtpReply.Parse(string.Join('\n', lines)));
            lines.Clear();
        }

        return replies;
    }

    /// <summary>Octets from '!' to 'þ' that never begin like a reply, then CRLF.</summary>
    public static byte[] Garbage(int octets, int seed)
    {
        var random = new Random(seed);
        var garbage = new byte[octets + 2];
        for (var i = 0; i < octets; i++)
            garbage[i] = (byte)random.Next('A', 0xFF);
        "\r\n"u8.CopyTo(garbage.AsSpan(octets));
        return garbage;
    }

    private static bool IsReplyLine(string line) =>
        line.Length >= 5 && int.TryParse(line.AsSpan(0, 3), out var code) && code is >= 200 and <= 599
        && line[3] is ' ' or '-' or '\r';
}
