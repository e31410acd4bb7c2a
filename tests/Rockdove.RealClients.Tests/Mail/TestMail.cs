using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// A complete message, most often between two addresses that no other test has, with what breaks on its way when
/// somebody is careless: leading dots, 8-bit octets, lines of the greatest length, blanks at the end.
/// </summary>
internal sealed record TestMail(string From, string To, byte[] Octets)
{
    public static TestMail Create(string forPart = "r")
    {
        var id = Guid.NewGuid().ToString("N")[..12];
        return Between($"s-{id}@example.org", $"{forPart}-{id}@example.org");
    }

    /// <summary>Between two addresses that others have too.</summary>
    public static TestMail Between(string from, string to)
    {
        var id = Guid.NewGuid().ToString("N")[..12];
        byte[] octets =
        [
            .. Encoding.UTF8.GetBytes(
                $"From: {from}\r\nTo: {to}\r\nDate: Wed, 1 May 2024 10:00:00 +0200\r\n"
                + $"Message-ID: <{id}@example.org>\r\nSubject: Octets\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n"
                + ".\r\n..\r\n.leading dot\r\n\r\n.\r\nFrom here\r\nQUIT\r\n"
                + "Gr\u00fc\u00dfe \u65e5\u672c \U0001f54a\r\n"),
            .. "Latin-1: "u8, 0xFC, 0xFF, 0x80, .. "\r\n"u8,
            .. Encoding.ASCII.GetBytes(
                new string('y', LineOctets) + "\r\n." + new string('z', LineOctets - 1) + "\r\n"),
            .. "\ttabs\tand blanks at the end \t \r\n \r\nlast line\r\n"u8,
        ];
        return new TestMail(from, to, octets);
    }

    /// <summary>For clients that end the last line themselves.</summary>
    public byte[] WithoutLastNewline => Octets[..^2];

    /// <summary>As files are on Unix, for clients that turn LF into CRLF.</summary>
    public byte[] WithUnixNewlines => [.. Octets.Where(octet => octet != (byte)'\r')];

    /// <summary>The longest line without its CRLF (RFC 5321 section 4.5.3.1.6).</summary>
    private const int LineOctets = 998;
}
