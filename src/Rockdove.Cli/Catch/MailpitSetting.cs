namespace Rockdove.Cli;

/// <summary>What becomes of a setting of Mailpit.</summary>
internal enum MailpitMeaning
{
    /// <summary>An option of ours, with the value.</summary>
    Same,

    /// <summary>A switch of ours.</summary>
    Switch,

    /// <summary>It is so here always; nothing is to be done.</summary>
    Always,

    /// <summary>A part of an option of ours, which <see cref="MailpitRelay"/> puts together.</summary>
    Part,

    /// <summary>It is not here, which is told.</summary>
    Absent,
}

/// <summary>One setting of Mailpit: a flag, a variable of the environment, or both.</summary>
/// <param name="Flag">Without dashes; empty if there is none.</param>
/// <param name="Variable">Of the environment; empty if there is none.</param>
/// <param name="Meaning">What becomes of it.</param>
/// <param name="Ours">Our option; or, of what is absent, what to do instead or why, which may be nothing.</param>
/// <param name="TakesValue">It is no switch.</param>
internal sealed record MailpitSetting(
    string Flag, string Variable, MailpitMeaning Meaning, string Ours = "", bool TakesValue = true)
{
    /// <summary>
    /// All that Mailpit 1.34 has, and what it had before. <c>docs/compat/mailpit.md</c> has a row for each.
    /// </summary>
    public static IReadOnlyList<MailpitSetting> All { get; } =
    [
        Same("database", "MP_DATABASE", "--data"),
        Same("db-file", "MP_DATA_FILE", "--data"),
        Same("label", "MP_LABEL", "--label"),
        Same("max", "MP_MAX_MESSAGES", "--max"),
        Same("max-age", "MP_MAX_AGE", "--max-age"),
        Same("max-message-size", "MP_MAX_MESSAGE_SIZE", "--max-message-bytes"),
        Switch("verbose", "MP_VERBOSE", "--verbose"),
        Always("quiet", "MP_QUIET", takesValue: false),
        Same("listen", "MP_UI_BIND_ADDR", "--http"),
        Same("ui-auth-file", "MP_UI_AUTH_FILE", "--ui-auth-file"),
        Same("", "MP_UI_AUTH", "--ui-auth"),
        Same("ui-tls-cert", "MP_UI_TLS_CERT", "--http-cert"),
        Same("ui-tls-key", "MP_UI_TLS_KEY", "--http-key"),
        Same("ui-ssl-cert", "MP_UI_SSL_CERT", "--http-cert"),
        Same("ui-ssl-key", "MP_UI_SSL_KEY", "--http-key"),
        Same("api-cors", "MP_API_CORS", "--api-cors"),
        Same("allowed-hosts", "MP_ALLOWED_HOSTS", MailpitHosts.Ours),
        Same("send-api-auth-file", "MP_SEND_API_AUTH_FILE", "--send-api-auth-file"),
        Same("", "MP_SEND_API_AUTH", "--send-api-auth"),
        Switch("send-api-auth-accept-any", "MP_SEND_API_AUTH_ACCEPT_ANY", "--send-api-auth-accept-any"),
        Same("smtp", "MP_SMTP_BIND_ADDR", "--smtp"),
        Same("smtp-auth-file", "MP_SMTP_AUTH_FILE", "--smtp-auth-file"),
        Same("", "MP_SMTP_AUTH", "--smtp-auth"),
        Always("smtp-auth-accept-any", "MP_SMTP_AUTH_ACCEPT_ANY", takesValue: false),
        Always("smtp-auth-allow-insecure", "MP_SMTP_AUTH_ALLOW_INSECURE", takesValue: false),
        Same("smtp-tls-cert", "MP_SMTP_TLS_CERT", "--cert"),
        Same("smtp-tls-key", "MP_SMTP_TLS_KEY", "--key"),
        Same("smtp-ssl-cert", "MP_SMTP_SSL_CERT", "--cert"),
        Same("smtp-ssl-key", "MP_SMTP_SSL_KEY", "--key"),
        Switch("smtp-require-starttls", "MP_SMTP_REQUIRE_STARTTLS", "--require-tls"),
        Switch("smtp-tls-required", "MP_SMTP_TLS_REQUIRED", "--require-tls"),
        Absent("smtp-require-tls", "MP_SMTP_REQUIRE_TLS", "--smtps is SMTP that begins with TLS", takesValue: false),
        Always("smtp-strict-rfc-headers", "MP_SMTP_STRICT_RFC_HEADERS", takesValue: false),
        Always("", "MP_STRICT_RFC_HEADERS", takesValue: false),
        Same("smtp-max-recipients", "MP_SMTP_MAX_RECIPIENTS", "--max-recipients"),
        Absent("smtp-allowed-recipients", "MP_SMTP_ALLOWED_RECIPIENTS", "every address exists; a fault refuses RCPT"),
        Absent(
            "smtp-ignore-rejected-recipients", "MP_SMTP_IGNORE_REJECTED_RECIPIENTS", "none is rejected",
            takesValue: false),
        Always("smtp-disable-rdns", "MP_SMTP_DISABLE_RDNS", takesValue: false),
        Absent("smtp-relay-config", "MP_SMTP_RELAY_CONFIG", "--route and --release-allow"),
        Switch("smtp-relay-all", "MP_SMTP_RELAY_ALL", "--release-all"),
        Same("smtp-relay-matching", "MP_SMTP_RELAY_MATCHING", "--release-matching"),
        .. MailpitRelay.Variables.Select(Part),
        Same("", "MP_SMTP_RELAY_ALLOWED_RECIPIENTS", "--release-allow"),
        Same("", "MP_SMTP_RELAY_BLOCKED_RECIPIENTS", "--release-block"),
        Always("", "MP_SMTP_RELAY_PRESERVE_MESSAGE_IDS", takesValue: false),
        Absent("", "MP_SMTP_RELAY_OVERRIDE_FROM", "a message goes out as it came"),
        Absent("", "MP_SMTP_RELAY_FWD_SMTP_ERRORS", "the outbox tells them", takesValue: false),
        Absent("smtp-forward-config", "MP_SMTP_FORWARD_CONFIG", "--route and --forward-to"),
        Absent("", "MP_SMTP_FORWARD_HOST", "--route and --forward-to"),
        Absent("", "MP_SMTP_FORWARD_TO", "--route and --forward-to"),
        Switch("enable-chaos", "MP_ENABLE_CHAOS", "--enable-chaos"),
        Same("chaos-triggers", "MP_CHAOS_TRIGGERS", "--chaos-triggers"),
        Same("pop3", "MP_POP3_BIND_ADDR", "--pop3"),
        Absent("pop3-auth-file", "MP_POP3_AUTH_FILE", "--auth and --smtp-auth-file are for POP3 too"),
        Absent("", "MP_POP3_AUTH", "--auth and --smtp-auth-file are for POP3 too"),
        Absent("pop3-tls-cert", "MP_POP3_TLS_CERT", "--cert is for POP3 too"),
        Absent("pop3-tls-key", "MP_POP3_TLS_KEY", "--key is for POP3 too"),
        Same("enable-prometheus", "MP_ENABLE_PROMETHEUS", "--metrics"),
        Same("webroot", "MP_WEBROOT", "--webroot"),
        Same("tag", "MP_TAG", "--tag"),
        Same("tags-config", "MP_TAGS_CONFIG", "--tags-config"),
        Switch("tags-title-case", "MP_TAGS_TITLE_CASE", "--tags-title-case"),
        Same("tags-disable", "MP_TAGS_DISABLE", "--tags-disable"),
        Switch("tags-username", "MP_TAGS_USERNAME", "--tags-username"),
        Same("webhook-url", "MP_WEBHOOK_URL", "--webhook-url"),
        Absent("webhook-limit", "MP_WEBHOOK_LIMIT", "none is dropped"),
        Absent("webhook-delay", "MP_WEBHOOK_DELAY", "a webhook is told of what is kept already"),
        Absent("use-message-dates", "MP_USE_MESSAGE_DATES", "the Date field is shown as well", takesValue: false),
        Absent(
            "ignore-duplicate-ids", "MP_IGNORE_DUPLICATE_IDS", "what is sent twice is shown twice", takesValue: false),
        Absent("log-file", "MP_LOG_FILE", "2>FILE"),
        Absent("tenant-id", "MP_TENANT_ID", "a folder for each by --data"),
        Absent("compression", "MP_COMPRESSION", "messages are kept as they came"),
        Absent("disable-wal", "MP_DISABLE_WAL", "a folder on a disk of this machine", takesValue: false),
        Absent(
            "disable-auto-vacuum", "MP_DISABLE_AUTO_VACUUM", "room is given back by itself, a segment at a time",
            takesValue: false),
        Always("block-remote-css-and-fonts", "MP_BLOCK_REMOTE_CSS_AND_FONTS", takesValue: false),
        Always("disable-http-compression", "MP_DISABLE_HTTP_COMPRESSION", takesValue: false),
        Always("disable-version-check", "MP_DISABLE_VERSION_CHECK", takesValue: false),
        Absent("disable-html-check", "MP_DISABLE_HTML_CHECK", "nothing, as in Mailpit itself", takesValue: false),
        Absent(
            "hide-delete-all-button", "MP_HIDE_DELETE_ALL_BUTTON", "--token-file, whose scope read deletes nothing",
            takesValue: false),
        Same("enable-spamassassin", "MP_ENABLE_SPAMASSASSIN", "--spamassassin"),
        Absent(
            "allow-untrusted-tls", "MP_ALLOW_UNTRUSTED_TLS", "a certificate that nobody trusts is what a check is for",
            takesValue: false),
        Switch("allow-internal-http-requests", "MP_ALLOW_INTERNAL_HTTP_REQUESTS", "--allow-private-networks"),
    ];

    private static MailpitSetting Same(string flag, string variable, string ours) =>
        new(flag, variable, MailpitMeaning.Same, ours);

    private static MailpitSetting Switch(string flag, string variable, string ours) =>
        new(flag, variable, MailpitMeaning.Switch, ours, TakesValue: false);

    private static MailpitSetting Always(string flag, string variable, bool takesValue) =>
        new(flag, variable, MailpitMeaning.Always, TakesValue: takesValue);

    private static MailpitSetting Part(string variable) => new("", variable, MailpitMeaning.Part, MailpitRelay.Ours);

    private static MailpitSetting Absent(string flag, string variable, string instead = "", bool takesValue = true) =>
        new(flag, variable, MailpitMeaning.Absent, instead, takesValue);
}
