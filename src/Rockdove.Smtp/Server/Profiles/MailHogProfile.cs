using Rockdove.Wire;

namespace Rockdove.Smtp;

internal static class MailHogProfile
{
    public static SmtpProfile Make() => new("mailhog")
    {
        // Whatever stands between < and > is an address there, and what follows it is passed over. Lines end in CRLF
        // only; but clients that end them in LF wait for ever, and that nobody can want.
        Leniencies = SmtpLeniencies.BareLineFeedCommands | SmtpLeniencies.SpaceBeforePath
            | SmtpLeniencies.AnyHelloName | SmtpLeniencies.LooseDots | SmtpLeniencies.UnderscoreInDomain
            | SmtpLeniencies.Utf8WithoutParameter | SmtpLeniencies.UnknownParameters
            | SmtpLeniencies.DataWithoutRecipients | SmtpLeniencies.NeedlessArguments
            | SmtpLeniencies.AddressWithoutDomain,
        BareNewlines = BareNewlines.Normalize,
        Limits = ImitationLimits.Make(),
        Texts = new SmtpTexts
        {
            Greeting = "{host} ESMTP MailHog",
            Hello = "Hello {helo}",
            Keywords = ["PIPELINING", "STARTTLS", "AUTH", "XCLIENT"],
            Replies =
            [
                .. new TextList
                {
                    {
                        "500 Unrecognised command",
                        SmtpReplies.UnknownCommand, SmtpReplies.NotImplemented, SmtpReplies.HelloFirst,
                        SmtpReplies.MailFirst, SmtpReplies.AlreadyInTransaction, SmtpReplies.NotInTransaction,
                        SmtpReplies.AlreadySecure
                    },
                    {
                        "VRFY", "500 Unrecognised command",
                        SmtpReplies.CannotVerify, SmtpReplies.ArgumentNeeded, SmtpReplies.SyntaxError
                    },
                    { "HELP", "500 Unrecognised command", SmtpReplies.Help },
                    {
                        "MAIL", "550 Invalid syntax in MAIL command",
                        SmtpReplies.BadReversePath, SmtpReplies.SyntaxError, SmtpReplies.SpaceBeforePath,
                        SmtpReplies.SenderNotUtf8
                    },
                    {
                        "RCPT", "550 Invalid syntax in RCPT command",
                        SmtpReplies.BadForwardPath, SmtpReplies.SyntaxError, SmtpReplies.SpaceBeforePath,
                        SmtpReplies.RecipientNotUtf8
                    },
                    { "STARTTLS", "501 Syntax error (no parameters allowed)", SmtpReplies.NoArgumentAllowed },
                    { "250 Sender {path} ok", SmtpReplies.SenderOk },
                    { "250 Recipient {path} ok", SmtpReplies.RecipientOk },
                    { "552 Too many recipients", SmtpReplies.TooManyRecipients },
                    { "530 Must issue a STARTTLS command first", SmtpReplies.TlsFirst },
                    { "235 Authentication successful", SmtpReplies.Authenticated },
                    { "535 Authentication credentials invalid", SmtpReplies.AuthFailed },
                    { "504 Unsupported authentication mechanism", SmtpReplies.UnknownMechanism },
                    {
                        "AUTH", "504 Unsupported authentication mechanism",
                        SmtpReplies.ArgumentNeeded, SmtpReplies.NotImplemented
                    },
                    { "AUTH", "550 Badly formed parameter", SmtpReplies.SyntaxError },
                    { "250 Ok: queued as {id}", SmtpReplies.Kept },
                    { "250 Ok: queued", SmtpReplies.MessageOk },
                    { "452 Unable to store message", SmtpReplies.StorageFull },
                    { "DATA", "452 Unable to store message", SmtpReplies.LocalError },
                    { "452 No storage backend", SmtpReplies.NobodyKeepsMail },
                },
            ],
        },
    };
}
