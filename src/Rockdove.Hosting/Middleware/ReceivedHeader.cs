using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>
/// The Received header of one message (RFC 5321 section 4.4): who said they are whom, from where, to whom, by which
/// protocol, and when.
/// <code>
/// Stamp           = From-domain By-domain Opt-info [CFWS] ";" FWS date-time
/// Extended-Domain = Domain / ( Domain FWS "(" TCP-info ")" ) / ( address-literal FWS "(" TCP-info ")" )
/// TCP-info        = address-literal / ( Domain FWS address-literal )
/// </code>
/// </summary>
/// <remarks>
/// The client chose much of what stands here. An octet that could end a line, a comment or a clause becomes
/// <c>?</c>, so the header says one thing whatever was sent.
/// </remarks>
internal static class ReceivedHeader
{
    /// <summary>The header with its CRLF, in three lines, ready to stand in front of the message.</summary>
    public static string Text(SmtpContext context, Envelope envelope, string hostName, DateTimeOffset now)
    {
        var session = context.Session;
        var text = new StringBuilder("Received: from ", 256);
        AppendName(text, session.HelloName);
        AppendClient(text, session);
        text.Append("\r\n\tby ");
        AppendName(text, hostName);
        text.Append(" with ").Append(Protocol(session, context.IsLmtp, envelope.Sender.IsSmtpUtf8));
        AppendClauses(text, Recipient(envelope), context.Tls?.NegotiatedCipherSuite.ToString());
        return text.Append(";\r\n\t").Append(Date(now)).Append("\r\n").ToString();
    }

    /// <summary>
    /// The IANA's "Mail Transmission Types" (RFC 3848, RFC 6531 section 4.3). HELO is SMTP whatever protects it: there
    /// is no name for that.
    /// </summary>
    public static string Protocol(SmtpSession session, bool isLmtp, bool isSmtpUtf8)
    {
        if (!session.IsExtended)
            return "SMTP";
        var name = (isLmtp, isSmtpUtf8) switch
        {
            (true, true) => "UTF8LMTP",
            (true, false) => "LMTP",
            (false, true) => "UTF8SMTP",
            (false, false) => "ESMTP",
        };
        return name + (session.IsSecure ? "S" : "") + (session.Identity is null ? "" : "A");
    }

    /// <summary>RFC 5322 section 3.3, in UTC: a server's local time is nobody's business.</summary>
    public static string Date(DateTimeOffset now) =>
        now.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " +0000";

    private static void AppendClient(StringBuilder text, SmtpSession session)
    {
        if (session.ClientAddress is not { } address)
            return;
        text.Append(" (");
        if (session.ClientName is { } name)
        {
            AppendName(text, name);
            text.Append(' ');
        }

        text.Append(Literal(address)).Append(')');
    }

    /// <summary>RFC 5321 section 4.1.3, without the zone of an address that only this machine knows.</summary>
    private static string Literal(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[IPv6:{new IPAddress(address.GetAddressBytes())}]"
            : $"[{address}]";
    }

    private static void AppendClauses(StringBuilder text, string? recipient, string? cipherSuite)
    {
        if ((recipient ?? cipherSuite) is not null)
            text.Append("\r\n\t");
        text.Append(recipient);
        if (cipherSuite is not null) // RFC 8314 section 4.3.
            text.Append(recipient is null ? "" : " ").Append("tls ").Append(cipherSuite);
    }

    /// <summary>
    /// One recipient is named. Of several none is: each would read who else was written to (section 7.2). Nor is one
    /// that the header of this message may not hold (RFC 6531 section 3.7.3).
    /// </summary>
    private static string? Recipient(Envelope envelope) =>
        envelope.Recipients is [{ Path: var path }]
        && !path.Address.Any(char.IsControl)
        && (envelope.Sender.IsSmtpUtf8 || !path.Mailbox.IsInternational)
            ? $"for {path}"
            : null;

    private static void AppendName(StringBuilder text, string? name)
    {
        var ascii = string.IsNullOrEmpty(name) ? "unknown" : ToAscii(name);
        foreach (var symbol in ascii.AsSpan(0, Math.Min(ascii.Length, NameCharacters)))
            text.Append(char.IsAsciiLetterOrDigit(symbol) || Marks.Contains(symbol) ? symbol : '?');
    }

    /// <summary>
    /// A domain in other letters is written as its A-labels (RFC 5890), which every message may hold.
    /// </summary>
    private static string ToAscii(string name)
    {
        try
        {
            return Ascii.IsValid(name) ? name : new IdnMapping().GetAscii(name);
        }
        catch (ArgumentException)
        {
            return name; // It is no domain, and becomes question marks.
        }
    }

    /// <summary>The longest domain (RFC 5321 section 4.5.3.1.2).</summary>
    private const int NameCharacters = 255;

    /// <summary>What domains and address literals have beside letters and digits.</summary>
    private static readonly SearchValues<char> Marks = SearchValues.Create(".-_:[]");
}
