using System.Globalization;
using System.Text;

namespace Rockdove.Smtp;

/// <summary>One reply of an <see cref="SmtpStateMachine"/>, as it is to be sent.</summary>
public sealed class SmtpWireReply
{
    internal SmtpWireReply(string text)
    {
        Text = text;
        Code = int.Parse(text.AsSpan(0, 3), CultureInfo.InvariantCulture);
        Lines = text.Split("\r\n")[..^1];
    }

    public int Code { get; }

    /// <summary>The lines with their codes, each without its CRLF.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>All of it, each line ended with CRLF.</summary>
    public string Text { get; }

    /// <summary>
    /// Set on the reply that accepts STARTTLS. Send the reply, do the handshake, and call this: true begins the session
    /// anew under TLS, false ends it. What the client sent before the handshake is forgotten (RFC 3207 section 4.2).
    /// </summary>
    public Action<bool>? Done { get; internal set; }

    public override string ToString() => Text.TrimEnd();

    /// <summary>The replies in what an engine wrote.</summary>
    internal static List<SmtpWireReply> Split(ReadOnlySpan<byte> octets)
    {
        List<SmtpWireReply> replies = [];
        for (int length; !octets.IsEmpty; octets = octets[length..])
        {
            length = 0;
            bool goesOn;
            do
            {
                goesOn = octets[length + 3] == '-';
                length += octets[length..].IndexOf((byte)'\n') + 1;
            }
            while (goesOn);
            replies.Add(new SmtpWireReply(Encoding.UTF8.GetString(octets[..length])));
        }

        return replies;
    }
}
