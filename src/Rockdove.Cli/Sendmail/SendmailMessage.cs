using System.Globalization;
using System.Text;
using Rockdove.Mime;

namespace Rockdove.Cli;

/// <summary>
/// A message as a program hands it to sendmail: its lines end as they like, fields may be missing, and Bcc is for us
/// alone.
/// </summary>
internal sealed class SendmailMessage
{
    private SendmailMessage(byte[] octets, IReadOnlyList<string> recipients) =>
        (Octets, HeaderRecipients) = (octets, recipients);

    /// <summary>What is sent: lines end in CRLF, and no field says who gets a blind copy.</summary>
    public byte[] Octets { get; }

    /// <summary>
    /// Who stands in its header; where it was sent again, those of the Resent fields (RFC 5322 section 3.6.6).
    /// </summary>
    public IReadOnlyList<string> HeaderRecipients { get; }

    /// <param name="input">What was read.</param>
    /// <param name="keepsDots">Whether a line with a full stop alone is part of it.</param>
    /// <param name="from">The author where the header names none, as a field has it.</param>
    /// <param name="hostName">For a Message-ID.</param>
    /// <param name="now">For a Date.</param>
    public static SendmailMessage Of(
        ReadOnlySpan<byte> input, bool keepsDots, string from, string hostName, DateTimeOffset now)
    {
        var message = Newlines.Fix(keepsDots ? input : UntilDot(input));
        var mime = MimeMessage.Read(message);
        string[] resent = ["Resent-To", "Resent-Cc", "Resent-Bcc"];
        var isResent = resent.Any(name => mime.Addresses(name).Count > 0);
        var recipients = (isResent ? resent : ["To", "Cc", "Bcc"])
            .SelectMany(name => mime.Addresses(name)).Select(address => address.Address.TrimEnd('@')).ToList();
        var missing = new StringBuilder();
        if (!Has(mime, "From"))
            missing.Append(CultureInfo.InvariantCulture, $"From: {from}\r\n");
        if (!Has(mime, "Date"))
            missing.Append(CultureInfo.InvariantCulture, $"Date: {now:ddd, dd MMM yyyy HH:mm:ss} +0000\r\n");
        if (!Has(mime, "Message-ID"))
            missing.Append(CultureInfo.InvariantCulture, $"Message-ID: <{Guid.NewGuid():n}@{hostName}>\r\n");
        return new SendmailMessage([.. Encoding.UTF8.GetBytes(missing.ToString()), .. WithoutBcc(message)], recipients);
    }

    private static bool Has(MimeMessage mime, string name) =>
        mime.Headers.Any(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>All before a line that is a full stop.</summary>
    private static ReadOnlySpan<byte> UntilDot(ReadOnlySpan<byte> input)
    {
        for (var at = 0; at < input.Length;)
        {
            var end = input[at..].IndexOf((byte)'\n');
            var line = end < 0 ? input[at..] : input.Slice(at, end);
            if (line.TrimEnd((byte)'\r').SequenceEqual("."u8))
                return input[..at];
            if (end < 0)
                break;
            at += end + 1;
        }

        return input;
    }

    /// <summary>Without the fields Bcc and Resent-Bcc, and the lines that go on with them.</summary>
    private static byte[] WithoutBcc(ReadOnlySpan<byte> message)
    {
        var kept = new MemoryStream(message.Length);
        var isLeftOut = false;
        while (!message.IsEmpty)
        {
            var end = message.IndexOf("\r\n"u8);
            var line = end < 0 ? message : message[..(end + 2)];
            if (line.SequenceEqual("\r\n"u8))
                break;
            if (line[0] is not ((byte)' ' or (byte)'\t'))
                isLeftOut = IsNamed(line, "Bcc"u8) || IsNamed(line, "Resent-Bcc"u8);
            if (!isLeftOut)
                kept.Write(line);
            message = message[line.Length..];
        }

        kept.Write(message);
        return kept.ToArray();
    }

    /// <summary>White space before the colon is an old form (RFC 5322 section 4.5).</summary>
    private static bool IsNamed(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name)
    {
        var colon = line.IndexOf((byte)':');
        return colon >= 0 && Ascii.EqualsIgnoreCase(line[..colon].TrimEnd(" \t"u8), name);
    }
}
