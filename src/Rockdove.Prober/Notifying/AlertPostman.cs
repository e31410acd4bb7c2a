using System.Buffers;
using Rockdove.Mime;

namespace Rockdove.Prober;

/// <summary>Sends alerts as probes are sent: by the server of an account, with its login and its protection.</summary>
public sealed class AlertPostman : IAlertPostman
{
    private readonly IProbeSender _sender;
    private readonly TimeProvider _clock;

    /// <param name="patience">How long servers may take.</param>
    /// <param name="clock">The time.</param>
    public AlertPostman(SendPatience patience, TimeProvider clock)
        : this(new ProbeSender(patience, clock), clock)
    {
    }

    internal AlertPostman(IProbeSender sender, TimeProvider clock) => (_sender, _clock) = (sender, clock);

    public async Task SendAsync(
        ProbeAccount from, string to, string subject, string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(from);
        var receiver = new ProbeAccount { Name = to, Address = to };
        var mail = Write(from, to, subject, text);
        var report = await _sender.SendAsync(from, receiver, mail, cancellationToken).ConfigureAwait(false);
        if (report.Verdict != SendVerdict.Accepted)
            throw new AlertNotSentException(report.Failure?.Text ?? "The server did not take it.");
    }

    private ReadOnlyMemory<byte> Write(ProbeAccount from, string to, string subject, string text)
    {
        var output = new ArrayBufferWriter<byte>();
        MessageWriter.Write(
            new MessageDraft(_clock.GetUtcNow(), ProbeMail.MessageId(ProbeToken.New(), from))
            {
                From = [Mailbox(from.Address)],
                To = [Mailbox(to)],
                Subject = subject,
                Fields = [new("Auto-Submitted", "auto-generated")], // RFC 3834 section 5.
                Text = text,
            },
            output);
        return output.WrittenMemory;
    }

    private static MailAddress Mailbox(string address) =>
        MailAddress.Parse(address) ?? throw new AlertNotSentException($"'{address}' is no address.");
}
