using Rockdove.Wire;

namespace Rockdove.Smtp;

internal static class GomaildProfile
{
    // The greeting, the farewell and the words around a message come from its configuration: they stay ours to set.
    public static SmtpProfile Make() => new("gomaild")
    {
        Leniencies = SmtpLeniencies.BareLineFeedCommands | SmtpLeniencies.SpaceBeforePath
            | SmtpLeniencies.PathWithoutBrackets | SmtpLeniencies.AnyHelloName | SmtpLeniencies.UnknownParameters
            | SmtpLeniencies.DataWithoutRecipients,
        BareNewlines = BareNewlines.Normalize,
        Limits = ImitationLimits.Make(),
        Texts = new SmtpTexts
        {
            Hello = "greetings, {helo}",
            Keywords = ["8BITMIME", "STARTTLS", "AUTH", "XCLIENT", "PIPELINING"],
            Replies =
            [
                .. new TextList
                {
                    { "504 command not implemented", SmtpReplies.UnknownCommand, SmtpReplies.NotImplemented },
                    {
                        "VRFY", "504 command not implemented",
                        SmtpReplies.CannotVerify, SmtpReplies.ArgumentNeeded, SmtpReplies.SyntaxError
                    },
                    { "HELP", "504 command not implemented", SmtpReplies.Help },
                    { "STARTTLS AUTH", "502 command not available", SmtpReplies.NotImplemented },
                    {
                        "503 wrong session state",
                        SmtpReplies.HelloFirst, SmtpReplies.MailFirst, SmtpReplies.AlreadyInTransaction,
                        SmtpReplies.NotInTransaction
                    },
                    { "501 too many arguments", SmtpReplies.NoArgumentAllowed },
                    { "250 sender ok", SmtpReplies.SenderOk },
                    { "250 recipient ok", SmtpReplies.RecipientOk },
                    { "553 invalid sender address", SmtpReplies.BadReversePath },
                    { "553 invalid recipient address", SmtpReplies.BadForwardPath },
                    { "RSET", "250 session has been reset", SmtpReplies.Ok },
                    { "NOOP", "250 no operation performed", SmtpReplies.Ok },
                    { "220 ready to start TLS", SmtpReplies.ReadyForTls },
                    { "454 already in TLS", SmtpReplies.AlreadySecure },
                    { "AUTH", "503 identify first", SmtpReplies.HelloFirst },
                    { "AUTH", "501 wrong number of arguments", SmtpReplies.ArgumentNeeded },
                    { "AUTH", "501 wrong number of fields in the token", SmtpReplies.SyntaxError },
                    { "502 authentication method not implemented", SmtpReplies.UnknownMechanism },
                    { "503 already authenticated", SmtpReplies.AlreadyAuthenticated },
                    { "235 authentication successful", SmtpReplies.Authenticated },
                    { "535 authentication failed", SmtpReplies.AuthFailed },
                    { "451 failed to decode from base64", SmtpReplies.BadBase64 },
                },
            ],
        },
    };
}
