using Rockdove.Smtp;

namespace Rockdove.Prober;

/// <summary>What a session means: by its replies, and by where it broke.</summary>
internal static class SendOutcome
{
    /// <summary>Says what it means. Times are the caller's to fill in.</summary>
    /// <param name="failure">Why the connection is of no more use; null when it is.</param>
    /// <param name="transaction">The one recipient's; null when it did not come so far.</param>
    /// <param name="isUnresolved">True when the name of the server has no address.</param>
    public static SendReport Of(SmtpClientFailure? failure, SmtpTransaction? transaction, bool isUnresolved)
    {
        if (transaction?.Recipients[0] is { Outcome: not (RecipientOutcome.Pending or RecipientOutcome.Accepted) } one
            && (failure is null || one.Response is not null || one.Outcome == RecipientOutcome.Uncertain))
            return Of(one, transaction, failure);
        return failure is null
            ? Failed(SendVerdict.Failed, new ProbeFailure(ProbeStage.Final, "The server gave no answer."))
            : Of(failure, isUnresolved);
    }

    private static SendReport Of(RecipientResult one, SmtpTransaction transaction, SmtpClientFailure? failure)
    {
        var stage = SendPhases.Of(one.Phase);
        switch (one.Outcome)
        {
            case RecipientOutcome.Delivered:
                return Report(SendVerdict.Accepted) with { QueueId = QueueId(transaction.MessageResponse) };
            case RecipientOutcome.Uncertain:
                return Failed(SendVerdict.Uncertain, new ProbeFailure(
                    ProbeStage.Final, failure?.Explanation ?? "All of it was sent, and no answer came."));
            default:
                return one.Response is { } response
                    ? OfReply(stage, response)
                    : Failed(SendVerdict.Failed, new ProbeFailure(stage, Explain(one.Refusal)));
        }
    }

    private static SendReport Of(SmtpClientFailure failure, bool isUnresolved)
    {
        var stage = isUnresolved ? ProbeStage.Dns : SendPhases.Of(failure.Phase);
        switch (failure.Cause)
        {
            case SmtpClientFailureCause.TlsNotOffered:
            case SmtpClientFailureCause.InjectedBeforeTls:
            case SmtpClientFailureCause.TlsFailed:
                return Failed(SendVerdict.TlsFailed, Told(ProbeStage.Tls, failure));
            case SmtpClientFailureCause.NoMechanism:
            case SmtpClientFailureCause.ServerNotAuthenticated:
                return Failed(SendVerdict.AuthenticationFailed, Told(ProbeStage.Authentication, failure));
            case SmtpClientFailureCause.ServiceClosing when failure.Response is { } closing:
                return OfReply(stage, closing);
        }

        if (failure.Phase == SmtpClientPhase.StartTls)
            return Failed(SendVerdict.TlsFailed, Told(stage, failure));
        if (failure is { Phase: SmtpClientPhase.Auth, Response: { } refusal })
        {
            // 454 is a server that cannot ask now; 535 and the like are its answer (RFC 4954 section 6).
            return Failed(SendVerdict.AuthenticationFailed, Told(stage, failure)) with
            {
                Advice = refusal.IsPermanentFailure ? SendAdvice.LoginRefused : SendAdvice.None,
            };
        }

        return failure is { Cause: SmtpClientFailureCause.Refused, Response: { } response }
            ? OfReply(stage, response)
            : Failed(SendVerdict.Failed, Told(stage, failure));
    }

    private static SendReport OfReply(ProbeStage stage, SmtpResponse response) => Report(
        response.IsTemporaryFailure ? SendVerdict.Deferred : SendVerdict.Rejected) with
    {
        Failure = new ProbeFailure(stage, $"{response}", response.Code, response.EnhancedStatus?.ToString()),
        Advice = WantsLess(stage, response) ? SendAdvice.SlowDown : SendAdvice.None,
    };

    /// <summary>
    /// 421 closes the service; 4.7.x is policy, and among it what is too much (RFC 3463 section 3.8); 5.4.5 is what
    /// Gmail says of a day's limit.
    /// </summary>
    private static bool WantsLess(ProbeStage stage, SmtpResponse response) =>
        response.IsClosing
        || (response.EnhancedStatus is { Class: 4, Subject: 7 } && !LooksGreylisted(stage, response))
        || response.EnhancedStatus is { Class: 5, Subject: 4, Detail: 5 };

    /// <summary>
    /// Greylisting (RFC 6647 section 5) puts off one recipient or one mail, and nothing else of the account.
    /// </summary>
    private static bool LooksGreylisted(ProbeStage stage, SmtpResponse response) =>
        stage is ProbeStage.Recipient or ProbeStage.Data or ProbeStage.Final
        && response.EnhancedStatus is { Class: 4, Subject: 7, Detail: 0 or 1 };

    private static ProbeFailure Told(ProbeStage stage, SmtpClientFailure failure) => new(
        stage,
        failure.Response is { } response ? $"{failure.Explanation} ({response})" : failure.Explanation,
        failure.Response?.Code,
        failure.Response?.EnhancedStatus?.ToString());

    private static string Explain(SmtpRefusal refusal) => refusal switch
    {
        SmtpRefusal.NeedsSmtpUtf8 => "An address is not ASCII, and the server does not offer SMTPUTF8.",
        SmtpRefusal.MessageTooLarge => "The mail is larger than the server takes.",
        SmtpRefusal.None => "The session broke before the server had answered.",
        _ => $"The server does not offer what the mail needs: {refusal}.",
    };

    /// <summary>
    /// What servers put into their 250: <c>2.0.0 Ok: queued as ABC</c> (Postfix), <c>OK id=ABC</c> (Exim), <c>2.0.0 ABC
    /// Message accepted</c> (Sendmail).
    /// </summary>
    internal static string? QueueId(SmtpResponse? response)
    {
        if (response is null)
            return null;
        var text = response.Lines[^1];
        foreach (var lead in (string[])["queued as ", "id=", "queued with id ", "queued ("])
        {
            if (text.IndexOf(lead, StringComparison.OrdinalIgnoreCase) is >= 0 and var at
                && (at == 0 || text[at - 1] == ' '))
                return FirstOf(text[(at + lead.Length)..]);
        }

        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [_, var id, "Message", "accepted", ..] ? FirstOf(id) : null;
    }

    private static string? FirstOf(string text)
    {
        var end = text.AsSpan().IndexOfAny(" ,;)>");
        var id = end < 0 ? text : text[..end];
        return id.Length is 0 or > MostIdCharacters ? null : id;
    }

    private static SendReport Failed(SendVerdict verdict, ProbeFailure failure) =>
        Report(verdict) with { Failure = failure };

    private static SendReport Report(SendVerdict verdict) =>
        new() { Verdict = verdict, Started = default, StartedAt = 0, EndedAt = 0 };

    /// <summary>The longest are Microsoft's, with a host name in them; what is longer is a sentence.</summary>
    private const int MostIdCharacters = 200;
}
