using System.Globalization;
using System.Text.Json;
using Rockdove.Hosting;
using Rockdove.Smtp;

namespace Rockdove.Cli;

/// <summary>Sends one message and says what became of it.</summary>
internal static class SingleSend
{
    public static async Task<int> RunAsync(
        SendPlan plan, TextWriter output, Action<string> complain, CancellationToken stop)
    {
        var options = plan.Verbose
            ? plan.Connection with { TranscriptGrew = new TranscriptPrinter().Print }
            : plan.Connection;
        SendReport report;
        await using (var connection = await SmtpClientConnection.ConnectAsync(plan.Server, options, stop))
        {
            var results = await SendAsync(connection, plan, stop);
            var goodbye = await connection.QuitAsync(stop);
            report = SendReport.Of(plan, connection, results, goodbye);
        }

        if (plan.Json)
            output.WriteLine(JsonSerializer.Serialize(report, SendJson.Default.SendReport));
        else
            Print(report, plan, output, complain);
        return report.ExitCode;
    }

    /// <summary>
    /// One transaction; and, for recipients that it had no room for, more of them (RFC 5321 section 4.5.3.1.10).
    /// </summary>
    private static async Task<List<RecipientResult>> SendAsync(
        SmtpClientConnection connection, SendPlan plan, CancellationToken stop)
    {
        List<RecipientResult> results = [];
        var left = plan.Envelope;
        while (connection.Failure is null)
        {
            var transaction = await connection.SendAsync(left, plan.Message, stop);
            var postponed = transaction.Recipients
                .Where(result => result.Outcome == RecipientOutcome.TooManyRecipients)
                .Select(result => result.Recipient)
                .ToList();
            var hasProgress = postponed.Count < left.Recipients.Count;
            results.AddRange(transaction.Recipients.Where(result =>
                !hasProgress || result.Outcome != RecipientOutcome.TooManyRecipients));
            if (postponed.Count == 0 || !hasProgress)
                return results;
            left = new OutgoingEnvelope(left.ReversePath, postponed)
            {
                MessageBytes = left.MessageBytes,
                Body = left.Body,
                NeedsSmtpUtf8 = left.NeedsSmtpUtf8,
                Return = left.Return,
                EnvelopeId = left.EnvelopeId,
            };
        }

        var failure = connection.Failure;
        var outcome = failure.IsPermanent ? RecipientOutcome.PermanentFailure : RecipientOutcome.TemporaryFailure;
        results.AddRange(left.Recipients.Select(recipient =>
            new RecipientResult(recipient, outcome, failure.Phase, failure.Response)));
        return results;
    }

    private static void Print(SendReport report, SendPlan plan, TextWriter output, Action<string> complain)
    {
        foreach (var refused in report.Recipients.Where(recipient => recipient.Outcome != "delivered"))
        {
            if (report.Error is null || refused.Phase != report.Phase)
            {
                var why = refused.Reply ?? refused.Why;
                complain($"{refused.Phase}: <{refused.Address}> {refused.Outcome}: {why}");
            }
        }

        if (report.Error is not null)
            complain($"{report.Phase}: {report.Server}: {report.Error}");
        var delivered = report.Recipients.Count(recipient => recipient.Outcome == "delivered");
        if (delivered > 0 && !plan.Quiet)
        {
            var last = report.Recipients.Last(recipient => recipient.Outcome == "delivered");
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"sent {report.MessageBytes} octets to {delivered} of {report.Recipients.Count} by {report.Server}"
                + $"{(report.Tls is null ? "" : $" in {report.Tls}")}: {last.Reply}"));
        }

        if (plan.Timing)
        {
            foreach (var (phase, milliseconds) in report.Milliseconds)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{phase,-9}{milliseconds,10:0.000} ms"));
            }
        }
    }
}
