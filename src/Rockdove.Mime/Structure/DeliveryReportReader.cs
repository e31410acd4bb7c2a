namespace Rockdove.Mime;

/// <summary>Reads reports of deliveries as servers write them (RFC 3464, RFC 6533).</summary>
internal static class DeliveryReportReader
{
    /// <summary>Null when the message is no such report.</summary>
    public static DeliveryReport? Read(MimeMessage message)
    {
        if (!message.Root.ContentType.Is("multipart", "report"))
            return null;
        var status = message.Root.Children.FirstOrDefault(part => part.ContentType.Is("message", "delivery-status")
            || part.ContentType.Is("message", "global-delivery-status"));
        if (status is null)
            return null;
        var groups = Groups(status.DecodeBody());
        var recipients = groups.Select(Recipient).OfType<ReportedRecipient>().Take(MostRecipients).ToList();
        var about = groups.FirstOrDefault();
        return new DeliveryReport(Typed(about, "Reporting-MTA") ?? "", recipients)
        {
            OriginalEnvelopeId = about?.Find("Original-Envelope-Id")?.Unfolded,
            ReceivedFromMta = Typed(about, "Received-From-MTA"),
            ArrivalDate = Date(about, "Arrival-Date"),
            Original = Returned(message.Root, out var isHeader),
            HeaderOnly = isHeader,
        };
    }

    /// <summary>Blocks of fields with an empty line between (RFC 3464 section 2.1.1).</summary>
    private static List<HeaderList> Groups(ReadOnlyMemory<byte> body)
    {
        var groups = new List<HeaderList>();
        while (!body.IsEmpty && groups.Count <= MostRecipients)
        {
            var end = EndOfGroup(body.Span);
            var fields = MimeMessage.Read(body[..end]).Headers;
            if (fields.Count > 0)
                groups.Add(fields);
            body = body[end..];
        }

        return groups;
    }

    /// <summary>Behind the first empty line, so that each octet is read once.</summary>
    private static int EndOfGroup(ReadOnlySpan<byte> body)
    {
        for (var at = 0; at < body.Length;)
        {
            var newline = body[at..].IndexOf((byte)'\n');
            if (newline < 0)
                break;
            var isEmpty = body.Slice(at, newline).IndexOfAnyExcept(" \t\r"u8) < 0;
            at += newline + 1;
            if (isEmpty)
                return at;
        }

        return body.Length;
    }

    private static ReportedRecipient? Recipient(HeaderList fields)
    {
        if (Typed(fields, "Final-Recipient") is not { } recipient || Word(fields, "Action") is not { } action)
            return null;
        return new ReportedRecipient(recipient, Action(action), Word(fields, "Status") ?? "")
        {
            OriginalRecipient = fields.Find("Original-Recipient")?.Unfolded,
            RemoteMta = Typed(fields, "Remote-MTA"),
            DiagnosticCode = Typed(fields, "Diagnostic-Code"),
            LastAttempt = Date(fields, "Last-Attempt-Date"),
            WillRetryUntil = Date(fields, "Will-Retry-Until"),
        };
    }

    /// <summary>What nobody knows is a failure: that it was delivered is said in words that everybody knows.</summary>
    private static ReportAction Action(string word) => word.ToUpperInvariant() switch
    {
        "DELAYED" => ReportAction.Delayed,
        "DELIVERED" => ReportAction.Delivered,
        "RELAYED" => ReportAction.Relayed,
        "EXPANDED" => ReportAction.Expanded,
        _ => ReportAction.Failed,
    };

    /// <summary>The message that was returned, or its header.</summary>
    private static ReadOnlyMemory<byte> Returned(MimePart report, out bool isHeader)
    {
        foreach (var part in report.Children)
        {
            var type = part.ContentType;
            isHeader = type.Is("text", "rfc822-headers") || type.Is("message", "global-headers");
            if (isHeader || type.Is("message", "rfc822") || type.Is("message", "global"))
                return part.DecodeBody();
        }

        isHeader = false;
        return default;
    }

    /// <summary>A value behind its type: <c>rfc822; ann@example.org</c>.</summary>
    private static string? Typed(HeaderList? fields, string name)
    {
        if (fields?.Find(name)?.Unfolded is not { } text)
            return null;
        var value = text[(text.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim();
        return value.Length == 0 ? null : value;
    }

    /// <summary>The first word of a value, without the comment that may follow it.</summary>
    private static string? Word(HeaderList fields, string name) =>
        fields.Find(name)?.Unfolded.Split([' ', '\t', '('], 2)[0] is { Length: > 0 } word ? word : null;

    private static DateTimeOffset? Date(HeaderList? fields, string name) =>
        fields?.Find(name) is { } field && MailDate.TryRead(field.Unfolded, out var date) ? date : null;

    /// <summary>Nobody reads more, and each block is read by itself.</summary>
    private const int MostRecipients = 1000;
}
