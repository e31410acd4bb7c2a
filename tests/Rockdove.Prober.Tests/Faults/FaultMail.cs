using System.Buffers;
using Rockdove.Mime;

namespace Rockdove.Prober.Tests;

/// <summary>A mail that a submission server has taken.</summary>
/// <param name="Pair">Between whom.</param>
/// <param name="Content">As it was sent.</param>
internal sealed record FaultMail(ProbePair Pair, byte[] Content)
{
    /// <summary>The fields of the two servers on its way, whose clocks are right.</summary>
    public string Received(DateTimeOffset now) =>
        $"Received: from smtp.{Pair.From}.test by mx.{Pair.To}.test with ESMTPS; {MailDate.Format(now)}\r\n"
        + $"Received: from prober.test by smtp.{Pair.From}.test with ESMTPSA; {MailDate.Format(now)}\r\n";

    /// <summary>A report that it could not be delivered.</summary>
    public byte[] Report(DateTimeOffset now, string status, string diagnostic)
    {
        var to = $"{Pair.To}@{Pair.To}.test";
        var output = new ArrayBufferWriter<byte>();
        MessageWriter.Write(
            new MessageDraft(now, $"{Guid.NewGuid()}@mx.{Pair.To}.test")
            {
                From = [MailAddress.Parse("mailer-daemon@mx.test")!],
                To = [MailAddress.Parse($"{Pair.From}@{Pair.From}.test")!],
                Subject = "Undelivered",
                Text = "It did not work.",
                Report = new DeliveryReport(
                    "mx.test",
                    [
                        new ReportedRecipient(to, ReportAction.Failed, status)
                        {
                            RemoteMta = $"mx.{Pair.To}.test",
                            DiagnosticCode = diagnostic,
                        },
                    ])
                {
                    Original = Content,
                },
            },
            output);
        return output.WrittenSpan.ToArray();
    }
}
