using Rockdove.Wire;

namespace Rockdove.Smtp;

internal static class GoSmtpMockProfile
{
    // What arguments it takes, and to which lines it says nothing at all, is the mock's to decide before each command.
    public static SmtpProfile Make() => new("go-smtp-mock")
    {
        Leniencies = SmtpLeniencies.BareLineFeedCommands | SmtpLeniencies.SpaceBeforePath
            | SmtpLeniencies.PathWithoutBrackets | SmtpLeniencies.LooseDots | SmtpLeniencies.Utf8WithoutParameter
            | SmtpLeniencies.MailRestarts,
        BareNewlines = BareNewlines.Normalize,
        Limits = ImitationLimits.Make() with
        {
            MessageBytes = 10_485_760,
            CommandPatience = TimeSpan.FromSeconds(30),
            ContentPatience = TimeSpan.FromSeconds(30),
        },
        Texts = new SmtpTexts
        {
            Greeting = "Welcome",
            Hello = "Received",
            Keywords = ["STARTTLS", "AUTH", "XCLIENT"],
            Replies =
            [
                .. new TextList
                {
                    { Unrecognized, SmtpReplies.UnknownCommand, SmtpReplies.NotImplemented },
                    {
                        "VRFY", Unrecognized,
                        SmtpReplies.CannotVerify, SmtpReplies.ArgumentNeeded, SmtpReplies.SyntaxError
                    },
                    { "HELP", Unrecognized, SmtpReplies.Help },
                    { "RSET DATA QUIT", Unrecognized, SmtpReplies.NoArgumentAllowed },
                    { "501 HELO requires domain address or valid address literal", SmtpReplies.NameNeeded },
                    {
                        "MAIL", "503 Bad sequence of commands. MAIL FROM should be used after HELO",
                        SmtpReplies.HelloFirst
                    },
                    {
                        "MAIL", "501 MAIL FROM requires valid email address",
                        SmtpReplies.BadReversePath, SmtpReplies.SyntaxError, SmtpReplies.SenderNotUtf8,
                        SmtpReplies.UnknownParameter
                    },
                    {
                        "RCPT", "503 Bad sequence of commands. RCPT TO should be used after MAIL FROM",
                        SmtpReplies.HelloFirst, SmtpReplies.MailFirst
                    },
                    {
                        "RCPT", "501 RCPT TO requires valid email address",
                        SmtpReplies.BadForwardPath, SmtpReplies.SyntaxError, SmtpReplies.RecipientNotUtf8,
                        SmtpReplies.UnknownParameter
                    },
                    {
                        "DATA", "503 Bad sequence of commands. DATA should be used after RCPT TO",
                        SmtpReplies.HelloFirst, SmtpReplies.MailFirst, SmtpReplies.NoRecipients
                    },
                    { "354 Ready for receive message. End data with <CR><LF>.<CR><LF>", SmtpReplies.StartData },
                    {
                        "250 Received",
                        SmtpReplies.SenderOk, SmtpReplies.RecipientOk, SmtpReplies.MessageOk, SmtpReplies.Kept
                    },
                    { "552 Message exceeded max size of {limit} bytes", SmtpReplies.MessageTooBig },
                    { "221 Closing connection", SmtpReplies.Bye },
                },
            ],
        },
    };

    private const string Unrecognized =
        "502 Command unrecognized. Available commands: HELO, EHLO, MAIL FROM:, RCPT TO:, DATA, RSET, NOOP, QUIT";
}
