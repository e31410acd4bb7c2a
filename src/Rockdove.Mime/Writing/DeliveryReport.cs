namespace Rockdove.Mime;

/// <summary>
/// What became of a message, for a machine (RFC 3464) beside the <see cref="MessageDraft.Text"/> for people: the draft
/// is then a multipart/report (RFC 6522). Send it with the null reverse-path (RFC 3464 section 2).
/// </summary>
/// <param name="ReportingMta">Who tells: the name of a host.</param>
/// <param name="Recipients">One at least.</param>
public sealed record DeliveryReport(string ReportingMta, IReadOnlyList<ReportedRecipient> Recipients)
{
    /// <summary>ENVID of the sender (RFC 3461), decoded; null leaves the field out.</summary>
    public string? OriginalEnvelopeId { get; init; }

    /// <summary>Which host the message came from, or null.</summary>
    public string? ReceivedFromMta { get; init; }

    public DateTimeOffset? ArrivalDate { get; init; }

    /// <summary>
    /// The message that is told about; empty leaves it out. Its header alone is returned if <see cref="HeaderOnly"/>
    /// says so, or if its body could not travel unchanged: NUL, a CR or LF alone, or a line over 998 octets.
    /// </summary>
    public ReadOnlyMemory<byte> Original { get; init; }

    /// <summary>RET=HDRS (RFC 3461 section 4.3).</summary>
    public bool HeaderOnly { get; init; }

    /// <summary>
    /// Reads a report that somebody else has written: what a server says is taken as it is, and what it does not say is
    /// empty or null. Null when the message is no report of a delivery.
    /// </summary>
    public static DeliveryReport? Read(MimeMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return DeliveryReportReader.Read(message);
    }
}

/// <summary>What became of the message for one recipient.</summary>
/// <param name="FinalRecipient">The address as it was last.</param>
/// <param name="Action">What was done.</param>
/// <param name="Status">An enhanced status code (RFC 3463), such as <c>5.1.1</c>.</param>
public sealed record ReportedRecipient(string FinalRecipient, ReportAction Action, string Status)
{
    /// <summary>ORCPT of the sender with its type, such as <c>rfc822;ann@example.org</c>; or null.</summary>
    public string? OriginalRecipient { get; init; }

    /// <summary>The host that said so, or null.</summary>
    public string? RemoteMta { get; init; }

    /// <summary>Its reply, such as <c>550 5.1.1 No such user</c>; or null.</summary>
    public string? DiagnosticCode { get; init; }

    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>Of a delay: when it will be given up.</summary>
    public DateTimeOffset? WillRetryUntil { get; init; }
}

/// <summary>Actions of RFC 3464 section 2.3.3.</summary>
public enum ReportAction : byte
{
    Failed,
    Delayed,
    Delivered,
    Relayed,
    Expanded,
}
