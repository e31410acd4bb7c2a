using Rockdove.Wire;

namespace Rockdove.Smtp;

internal static class SmtpdProfile
{
    public static SmtpProfile Make() => new("smtpd")
    {
        // What follows RCPT is passed over there, and so is what follows MAIL when SIZE is there too. That BODY alone
        // was refused is its best-known fault.
        Leniencies = SmtpLeniencies.BareLineFeedCommands | SmtpLeniencies.SpaceBeforePath
            | SmtpLeniencies.MailBeforeHello | SmtpLeniencies.AnyHelloName | SmtpLeniencies.LooseDots
            | SmtpLeniencies.UnderscoreInDomain | SmtpLeniencies.Utf8WithoutParameter
            | SmtpLeniencies.UnknownParameters | SmtpLeniencies.MailRestarts | SmtpLeniencies.NeedlessArguments
            | SmtpLeniencies.AddressWithoutDomain,
        BareNewlines = BareNewlines.Normalize,
        Limits = ImitationLimits.Make() with { Recipients = 100 },
        Texts = new SmtpTexts
        {
            Greeting = "{host} smtpd ESMTP Service ready",
            Hello = "{host} greets {helo}",
            Keywords = ["SIZE", "STARTTLS", "AUTH", "XCLIENT", "ENHANCEDSTATUSCODES"],
            Replies = [.. Mail(), .. Authentication()],
        },
    };

    private static TextList Mail() => new()
    {
        { "500 5.5.2 Syntax error, command unrecognized", SmtpReplies.UnknownCommand },
        {
            "VRFY EXPN HELP", NotImplemented,
            SmtpReplies.CannotVerify, SmtpReplies.Help, SmtpReplies.ArgumentNeeded, SmtpReplies.SyntaxError,
            SmtpReplies.TlsFirst, SmtpReplies.AuthFirst
        },
        {
            "MAIL", "501 5.5.4 Syntax error in parameters or arguments (invalid FROM parameter)",
            SmtpReplies.BadReversePath, SmtpReplies.SyntaxError, SmtpReplies.SpaceBeforePath, SmtpReplies.SenderNotUtf8
        },
        {
            "MAIL", "501 5.5.4 Syntax error in parameters or arguments (invalid SIZE parameter)",
            SmtpReplies.BadParameter
        },
        {
            "RCPT", "501 5.5.4 Syntax error in parameters or arguments (invalid TO parameter)",
            SmtpReplies.BadForwardPath, SmtpReplies.SyntaxError, SmtpReplies.SpaceBeforePath,
            SmtpReplies.RecipientNotUtf8
        },
        {
            "RCPT", "503 5.5.1 Bad sequence of commands (MAIL required before RCPT)",
            SmtpReplies.HelloFirst, SmtpReplies.MailFirst
        },
        {
            "DATA", "503 5.5.1 Bad sequence of commands (MAIL & RCPT required before DATA)",
            SmtpReplies.HelloFirst, SmtpReplies.MailFirst, SmtpReplies.NoRecipients
        },
        {
            "552 5.3.4 Requested mail action aborted: exceeded storage allocation ({limit})",
            SmtpReplies.MessageTooBig
        },
        { "452 4.5.3 Too many recipients", SmtpReplies.TooManyRecipients },
        { "354 Start mail input; end with <CR><LF>.<CR><LF>", SmtpReplies.StartData },
        { "250 2.0.0 Ok: queued", SmtpReplies.MessageOk },
        { "250 2.0.0 Ok: queued as {id}", SmtpReplies.Kept },
        { "451 4.3.5 Unable to process mail", SmtpReplies.LocalError },
        { "221 2.0.0 {host} smtpd ESMTP Service closing transmission channel", SmtpReplies.Bye },
        {
            "421 4.4.2 {host} smtpd ESMTP Service closing transmission channel after timeout exceeded",
            SmtpReplies.TimedOut
        },
        { "STARTTLS", "501 5.5.2 Syntax error (no parameters allowed)", SmtpReplies.NoArgumentAllowed },
        { "503 5.5.1 Bad sequence of commands (TLS already in use)", SmtpReplies.AlreadySecure },
        { "530 5.7.0 Must issue a STARTTLS command first", SmtpReplies.TlsFirst },
    };

    private static TextList Authentication() => new()
    {
        {
            "503 5.5.1 Bad sequence of commands (already authenticated for this session)",
            SmtpReplies.AlreadyAuthenticated
        },
        {
            "AUTH", "503 5.5.1 Bad sequence of commands (AUTH not permitted during mail transaction)",
            SmtpReplies.NotInTransaction
        },
        { "AUTH", "501 5.5.4 Malformed AUTH input (argument required)", SmtpReplies.ArgumentNeeded },
        {
            "504 5.5.4 Unrecognized authentication type",
            SmtpReplies.UnknownMechanism, SmtpReplies.EncryptionNeeded
        },
        { "235 2.7.0 Authentication successful", SmtpReplies.Authenticated },
        { "535 5.7.8 Authentication credentials invalid", SmtpReplies.AuthFailed },
        { "501 5.5.2 Syntax error (unable to decode)", SmtpReplies.BadBase64 },
        { "AUTH", "501 5.5.2 Syntax error (unable to parse)", SmtpReplies.SyntaxError },
    };

    private const string NotImplemented = "502 5.5.1 Command not implemented";
}
