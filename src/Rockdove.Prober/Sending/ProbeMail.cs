using System.Buffers;
using System.Text;
using Rockdove.Mime;

namespace Rockdove.Prober;

/// <summary>
/// Writes the mail of a probe: a whole message (RFC 5322) with MIME, a Date, a Message-ID in the sender's domain, and
/// the signed mark. The reverse-path is always the sender's address, and nothing random is in it: greylisting goes by
/// that, and would take each mail for a first one.
/// </summary>
internal static class ProbeMail
{
    /// <summary>A Message-ID for a probe, without angle brackets. Each mail has one of its own: some servers drop a
    /// mail whose Message-ID they have seen.</summary>
    public static string MessageId(ProbeToken token, ProbeAccount from) => $"{token}@{DomainOf(from.Address)}";

    /// <summary>The mail as octets.</summary>
    /// <param name="mark">Which probe, between whom, and when.</param>
    /// <param name="from">Who sends it.</param>
    /// <param name="to">Who gets it.</param>
    /// <param name="style">What it looks like.</param>
    /// <param name="key">The key of the mark.</param>
    public static byte[] Write(
        ProbeMark mark, ProbeAccount from, ProbeAccount to, ProbeMailStyle style, ReadOnlySpan<byte> key)
    {
        var text = style.Body ?? Texts[mark.Token.ToOctets()[0] % Texts.Length];
        var mail = Write(mark, from, to, style, key, text);
        return mail.Length >= style.Bytes
            ? mail
            : Write(mark, from, to, style, key, text + Filling(style.Bytes - mail.Length));
    }

    private static byte[] Write(
        ProbeMark mark, ProbeAccount from, ProbeAccount to, ProbeMailStyle style, ReadOnlySpan<byte> key, string text)
    {
        var token = style.HasClassicToken ? Convert.ToBase64String(mark.Token.ToOctets()) : mark.Token.ToString();
        var output = new ArrayBufferWriter<byte>();
        MessageWriter.Write(
            new MessageDraft(mark.Sent, MessageId(mark.Token, from))
            {
                From = [Mailbox(from.Address)],
                To = [Mailbox(to.Address)],
                Subject = style.Subject.Replace("{token}", token, StringComparison.Ordinal),
                Fields =
                [
                    new(ProbeMark.FieldName, mark.ToFieldValue(key)),
                    // RFC 3834 section 5: whoever is on holiday does not answer it.
                    new("Auto-Submitted", "auto-generated"),
                ],
                Text = text,
            },
            output);
        return output.WrittenSpan.ToArray();
    }

    private static MailAddress Mailbox(string address) => MailAddress.Parse(address)
        ?? throw new ArgumentException($"'{address}' is no address.", nameof(address));

    /// <summary>In A-labels: a Message-ID is ASCII.</summary>
    private static string DomainOf(string address) => MailAddress.Parse(address)?.AsciiDomain ?? "rockdove.invalid";

    /// <summary>Lines of sixty characters.</summary>
    private static string Filling(int octets)
    {
        var text = new StringBuilder("\r\n", octets + Line.Length);
        while (text.Length < octets)
            text.Append(Line);
        return text.ToString();
    }

    private const string Line = "This line is here so that the mail has the size it shall have.\r\n";

    private static readonly string[] Texts =
    [
        "Hello,\n\nthis mail measures how long mail takes between two mailboxes. It is sent and deleted by a "
        + "program, and needs no answer.\n",
        "Good day,\n\na program sends this to see whether mail arrives, and how fast. It takes the mail away again by "
        + "itself.\n",
        "This is a test of the mail service. Nobody needs to do anything: it will be removed as soon as it has been "
        + "seen.\n\nRegards\n",
        "Dear colleague,\n\nplease take no notice of this mail. It shows that the way between our servers works, and "
        + "goes away on its own.\n",
        "Hi,\n\nevery now and then this mailbox gets a short mail like this one. The time that it takes is written "
        + "down, and the mail is deleted.\n",
    ];
}
