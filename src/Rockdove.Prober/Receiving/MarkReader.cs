using Rockdove.Mime;

namespace Rockdove.Prober;

/// <summary>
/// Knows the mails of ours in one mailbox: by a mark in the header of the mail itself, or by one in a report's copy of
/// it. A mark anywhere else is a quotation.
/// </summary>
internal sealed class MarkReader
{
    private readonly string _account;
    private readonly ProbePair[] _pairs;
    private readonly ReadOnlyMemory<byte> _key;

    public MarkReader(string account, IEnumerable<ProbePair> pairs, ReadOnlyMemory<byte> key)
    {
        _account = account;
        _pairs = [.. pairs.Where(pair => pair.From == account || pair.To == account).Distinct()];
        _key = key;
    }

    /// <summary>The mark in a header, of a mail from or to this account; null for none that is valid.</summary>
    public ProbeMark? InHeader(HeaderList header)
    {
        foreach (var field in header.All(ProbeMark.FieldName).Take(MostFields))
        {
            if (ProbeMark.Read(field.Unfolded, _pairs, _key.Span) is { } mark)
                return mark;
        }

        return null;
    }

    /// <summary>What a report says of a mail of ours; null when it is no report, or of somebody else's mail.</summary>
    public ReportedProbe? InReport(ReadOnlyMemory<byte> message)
    {
        var report = DeliveryReport.Read(MimeMessage.Read(message));
        if (report is null || report.Original.IsEmpty
            || InHeader(MimeMessage.Read(report.Original).Headers) is not { } mark)
            return null;
        return new ReportedProbe(mark, report.Recipients is [var first, ..] ? first : null);
    }

    /// <summary>A mail that this account was meant to get.</summary>
    public bool IsArrival(ProbeMark mark) => mark.Pair.To == _account;

    /// <summary>A mail that this account has sent.</summary>
    public bool IsOwn(ProbeMark mark) => mark.Pair.From == _account;

    /// <summary>A report on deliveries, by what the header of the message says.</summary>
    public static bool IsReport(MimeMessage header) => header.Root.ContentType.Is("multipart", "report");

    /// <summary>We write one. A server on the way may repeat it; more are somebody's attempt to keep us busy.</summary>
    private const int MostFields = 4;
}

/// <summary>A mail of ours that a report is about.</summary>
/// <param name="Mark">Which.</param>
/// <param name="Recipient">What became of it; null when the report does not say.</param>
internal sealed record ReportedProbe(ProbeMark Mark, ReportedRecipient? Recipient)
{
    public BounceArrived ToEvent(long timestamp, MailPlace place, ReadOnlyMemory<byte> message) => new(
        timestamp,
        Mark,
        place,
        Recipient?.Status is { Length: > 0 } status ? status : null,
        (Recipient?.Action ?? ReportAction.Failed).ToString().ToLowerInvariant(),
        Recipient?.DiagnosticCode,
        Recipient?.RemoteMta,
        message);
}
