using System.Text;
using Rockdove.Mime;

namespace Rockdove.Prober.Tests;

/// <summary>Mails of ours, and of others.</summary>
internal static class ProbeMails
{
    public static readonly byte[] Key = "0123456789abcdef0123456789abcdef"u8.ToArray();

    public static readonly ProbePair ToAnn = new("bob", "ann");

    public static readonly ProbePair FromAnn = new("ann", "bob");

    public static IReadOnlyList<ProbePair> Pairs { get; } = [ToAnn, FromAnn];

    public static DateTimeOffset Noon { get; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static ProbeMark Mark(ProbePair? pair = null, DateTimeOffset? sent = null) =>
        new(ProbeToken.New(), pair ?? ToAnn, sent ?? Noon);

    public static byte[] Ours(ProbeMark mark, byte[]? key = null, string more = "") => Octets(
        $"Received: from here by there; Thu, 1 Jan 2026 12:00:00 +0000\r\n{more}"
        + $"Subject: probe {mark.Token}\r\n{ProbeMark.FieldName}: {mark.ToFieldValue(key ?? Key)}\r\n"
        + "Content-Type: text/plain; charset=us-ascii\r\n\r\nbody\r\n");

    public static byte[] Foreign(string more = "") => Octets($"Subject: private\r\n{more}\r\nnobody's business\r\n");

    /// <summary>A report that the mail with this mark did not get through.</summary>
    public static byte[] Bounce(ProbeMark mark, ReportAction action = ReportAction.Failed, bool headerOnly = false)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var recipient = new ReportedRecipient("bob@example.org", action, "5.1.1")
        {
            RemoteMta = "mx.example.org",
            DiagnosticCode = "550 5.1.1 No such user",
        };
        MessageWriter.Write(
            new MessageDraft(Noon, "report@mx.example.org")
            {
                From = [MailAddress.Parse("mailer-daemon@mx.example.org")!],
                To = [MailAddress.Parse("ann@example.org")!],
                Subject = "Undelivered",
                Text = "It did not work.",
                Report = new DeliveryReport("mx.example.org", [recipient])
                {
                    Original = Ours(mark),
                    HeaderOnly = headerOnly,
                },
            },
            output);
        return output.WrittenSpan.ToArray();
    }

    public static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text);
}
