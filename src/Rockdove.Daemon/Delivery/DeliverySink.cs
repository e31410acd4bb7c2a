using System.Globalization;
using System.Text;
using Rockdove.Mailboxes;
using Rockdove.Smtp;
using Rockdove.Storage;

namespace Rockdove.Daemon;

/// <summary>
/// A deposit with one Return-Path on top, unless the message has been on its way for too long, or claims to be from
/// somebody else than its sender. What has just been written gets a date and an identifier, and loses Bcc.
/// </summary>
internal sealed class DeliverySink : DepositSink
{
    private readonly PassingHeader _header = new();
    private readonly HeaderFilter _filter;
    private readonly int _receivedFields;
    private readonly Submission? _submission;
    private readonly TimeProvider _time;

    /// <param name="store">Where the mailboxes are.</param>
    /// <param name="staged">The message, with nothing in it yet.</param>
    /// <param name="envelope">Kept beside it.</param>
    /// <param name="mailboxes">Of each recipient.</param>
    /// <param name="receivedFields">The most that are no circle.</param>
    /// <param name="submission">What holds for mail of somebody who has logged in; null for that of others.</param>
    /// <param name="time">Tells when the message came.</param>
    public DeliverySink(
        IMailStore store,
        IStagedMessage staged,
        DeliveryEnvelope envelope,
        IReadOnlyList<IReadOnlyList<MailboxId>> mailboxes,
        int receivedFields,
        Submission? submission,
        TimeProvider time)
        : base(store, staged, envelope, mailboxes, time)
    {
        (_receivedFields, _submission, _time) = (receivedFields, submission, time);
        _filter = new HeaderFilter(submission is null ? OfOthers : OfOurs, MissingFields);
    }

    /// <summary>
    /// RFC 5321 section 4.4: the last server puts the reverse-path on top. It is no part of what came.
    /// </summary>
    public ValueTask BeginAsync(string returnPath, CancellationToken cancellationToken) =>
        base.WriteAsync(Encoding.UTF8.GetBytes($"Return-Path: {returnPath}\r\n"), cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _header.Write(content.Span);
        var body = _filter.Take(content, out var header);
        if (!header.IsEmpty)
            await base.WriteAsync(header, cancellationToken);
        if (!body.IsEmpty)
            await base.WriteAsync(body, cancellationToken);
    }

    public override async ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken) =>
        await EndAsync(cancellationToken) ?? await base.CompleteAsync(cancellationToken);

    public override async ValueTask<IReadOnlyList<SmtpReply>> CompleteEachAsync(
        IReadOnlyList<Recipient> recipients, CancellationToken cancellationToken) =>
        await EndAsync(cancellationToken) is { } refusal
            ? [.. recipients.Select(_ => refusal)]
            : await base.CompleteEachAsync(recipients, cancellationToken);

    /// <summary>All of it came: the reply if it is not taken.</summary>
    private async ValueTask<SmtpReply?> EndAsync(CancellationToken cancellationToken)
    {
        if (_header.Received > _receivedFields + 1) // One of the fields is our own.
            return Circle;
        if (_submission is not null && await _submission.Originators.RefuseAsync(_header, cancellationToken) is { } no)
            return no;
        if (_filter.End() is { IsEmpty: false } rest)
            await base.WriteAsync(rest, cancellationToken);
        return null;
    }

    /// <summary>RFC 6409 sections 8.2 and 8.3: a submission server adds what the program forgot.</summary>
    private string MissingFields()
    {
        if (_submission is null)
            return "";
        var date = _time.GetUtcNow().UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);
        return (_header.HasDate ? "" : $"Date: {date} +0000\r\n")
            + (_header.HasMessageId ? "" : $"Message-ID: <{Guid.NewGuid():N}@{_submission.HostName}>\r\n");
    }

    private static readonly SmtpReply Circle =
        new(554, "5.4.6", "The message goes in circles: it has too many Received fields");

    /// <summary>RFC 5321 section 4.4: exactly one Return-Path, which is ours.</summary>
    private static readonly string[] OfOthers = ["return-path"];

    /// <summary>RFC 5322 section 3.6.3: nobody else reads who was written to in secret.</summary>
    private static readonly string[] OfOurs = ["return-path", "bcc"];
}

/// <summary>What holds for mail of somebody who has logged in (RFC 6409).</summary>
/// <param name="Originators">Whose addresses may be in its From and Sender.</param>
/// <param name="HostName">Where identifiers are made.</param>
internal sealed record Submission(OriginatorCheck Originators, string HostName);
