using System.Text;

namespace Rockdove.Bench;

/// <summary>Input for the benchmarks of the engine.</summary>
internal static class Samples
{
    /// <summary>A whole transaction: MAIL, RCPT, DATA, and content of this size in lines of 64 octets.</summary>
    public static byte[] Transaction(int contentBytes) =>
    [
        .. "MAIL FROM:<anna@example.test>\r\nRCPT TO:<ben@example.test>\r\nDATA\r\n"u8,
        .. Lines(contentBytes, 'x'),
        .. ".\r\n"u8,
    ];

    /// <summary>Lines of 64 octets, CRLF included; the size is rounded up to whole lines.</summary>
    public static byte[] Lines(int bytes, char first)
    {
        var line = first + new string('x', LineBytes - 3) + "\r\n";
        var lines = new StringBuilder().Insert(0, line, (bytes + LineBytes - 1) / LineBytes);
        return Encoding.ASCII.GetBytes(lines.ToString());
    }

    private const int LineBytes = 64;
}
