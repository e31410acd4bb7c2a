namespace Rockdove.Prober;

/// <summary>
/// All metrics, in the order that they are written in. Labels are names from the configuration, and hosts; mail
/// addresses are none.
/// </summary>
internal static class MetricFamilies
{
    public static readonly MetricFamily
        Sent = new("sent", MetricKind.Counter, "Mails that a server took.", "from", "to"),
        Deferrals = new("deferrals", MetricKind.Counter, "Mails that a server put off.", "from", "to"),
        Results = new("results", MetricKind.Counter, "Probes that ended, by what became of them.",
            "from", "to", "result"),
        LastResult = new("last_result", MetricKind.Gauge, "1 for the result of the newest probe that ended, 0 else.",
            "from", "to", "result"),
        Up = new("up", MetricKind.Gauge, "Whether the newest probe that ended came in time; spam counts.",
            "from", "to"),
        Delivery = new("delivery_seconds", MetricKind.Histogram, "From the final 250 to the first sight.",
            "from", "to"),
        LastDelivery = new("last_delivery_seconds", MetricKind.Gauge, "How long the newest delivery took.",
            "from", "to"),
        LastSent = new("last_sent_timestamp_seconds", MetricKind.Gauge, "When a server last took a mail; 0 for never.",
            "from", "to"),
        LastDelivered = new("last_delivered_timestamp_seconds", MetricKind.Gauge,
            "When a mail last came in time; 0 for never.", "from", "to"),
        InFlight = new("in_flight", MetricKind.Gauge, "Probes that have not ended.", "from", "to"),
        OldestInFlight = new("oldest_in_flight_seconds", MetricKind.Gauge,
            "How long the oldest probe that has not ended is under way; 0 for none.", "from", "to"),
        Hops = new("hops", MetricKind.Gauge, "Received fields of the newest mail.", "from", "to"),
        UnencryptedHops = new("unencrypted_hops", MetricKind.Gauge, "Those of them that say nothing of TLS.",
            "from", "to"),
        Verdicts = new("auth_verdict", MetricKind.Counter, "What the receiving side found out.",
            "from", "to", "method", "verdict"),
        SessionPhase = new("session_phase_seconds", MetricKind.Histogram, "How long each step of a session took.",
            "account", "protocol", "phase"),
        SessionFailures = new("session_failures", MetricKind.Counter, "Sessions that did not come to their end.",
            "account", "protocol", "phase", "reason"),
        MailboxMessages = new("mailbox_messages", MetricKind.Gauge, "Messages in a folder.", "account", "folder"),
        QuotaUsed = new("mailbox_quota_used_ratio", MetricKind.Gauge, "How full a mailbox is, from 0 to 1.", "account"),
        Orphans = new("orphans", MetricKind.Gauge, "Mails of ours that no open probe waits for.", "account", "folder"),
        Cleaned = new("cleaned", MetricKind.Counter, "Mails of ours that were deleted.", "account", "folder"),
        BudgetRemaining = new("send_budget_remaining", MetricKind.Gauge, "Mails that an account may still send.",
            "account", "window"),
        Paused = new("account_paused", MetricKind.Gauge, "Whether an account waits, and why.", "account", "reason"),
        TokenExpiry = new("oauth_token_expiry_timestamp_seconds", MetricKind.Gauge, "When a token runs out.",
            "account"),
        ClockOffset = new("clock_offset_seconds", MetricKind.Gauge, "How much a server's clock is ahead of ours.",
            "host", "method"),
        CertificateEnd = new("tls_cert_not_after_timestamp_seconds", MetricKind.Gauge,
            "When the first certificate of a chain runs out.", "endpoint"),
        Tls = new("tls", MetricKind.Info, "What was negotiated.", "endpoint", "version", "cipher"),
        ChainValid = new("tls_chain_valid", MetricKind.Gauge, "Whether a chain leads to a trusted root.", "endpoint"),
        NameMatches = new("tls_hostname_match", MetricKind.Gauge, "Whether a certificate has the name.", "endpoint"),
        CheckStatus = new("check_status", MetricKind.Gauge,
            "0 fine, 1 a notice, 2 a warning, 3 a failure, 4 an error, 5 not tested.", "subject", "check"),
        Blame = new("blame", MetricKind.Gauge, "1 for who is at fault, as rows and columns let one think.",
            "kind", "account"),
        Build = new("build", MetricKind.Info, "The program.", "version"),
        Start = new("start_timestamp_seconds", MetricKind.Gauge, "When the prober began."),
        SchedulerLag = new("scheduler_lag_seconds", MetricKind.Gauge, "How late the newest probe was begun."),
        RunDuration = new("run_duration_seconds", MetricKind.Gauge, "How long the newest run took."),
        ReloadSuccessful = new("config_last_reload_successful", MetricKind.Gauge,
            "Whether the configuration was read the last time."),
        ReloadTime = new("config_last_reload_success_timestamp_seconds", MetricKind.Gauge,
            "When the configuration was last read."),
        DatabaseSize = new("db_size_bytes", MetricKind.Gauge, "How large the results are."),
        DatabaseErrors = new("db_write_errors", MetricKind.Counter, "Writes of results that have failed.");

    public static readonly MetricFamily[] All =
    [
        Sent, Deferrals, Results, LastResult, Up, Delivery, LastDelivery, LastSent, LastDelivered, InFlight,
        OldestInFlight, Hops, UnencryptedHops, Verdicts, SessionPhase, SessionFailures, MailboxMessages, QuotaUsed,
        Orphans, Cleaned, BudgetRemaining, Paused, TokenExpiry, ClockOffset, CertificateEnd, Tls, ChainValid,
        NameMatches, CheckStatus, Blame, Build, Start, SchedulerLag, RunDuration, ReloadSuccessful, ReloadTime,
        DatabaseSize, DatabaseErrors,
    ];
}
