namespace Rockdove.Smtp;

/// <summary>Says which verbs a session may say now, whatever their arguments.</summary>
internal sealed class CommandGate(SmtpProtocol protocol, SmtpSession session)
{
    /// <summary>The greeting was no welcome: nothing but QUIT is left (RFC 5321 section 3.1).</summary>
    public bool IsTurnedAway { get; set; }

    /// <summary>Why the verb cannot be said now; null when it can.</summary>
    public SmtpReply? WhyNot(SmtpVerb verb)
    {
        if (IsTurnedAway && verb is not Quit)
            return SmtpReplies.NothingButQuit;
        if (protocol.Options.RequiresTls && !session.IsSecure && !verb.IsAllowedBeforeTls)
            return SmtpReplies.TlsFirst;
        if ((verb.AllowedIn & session.Phase) == 0 && !IsMailAtAnyTime(verb))
            return OutOfOrder(verb);
        return protocol.Options.RequiresAuthentication && session.Identity is null && verb.NeedsIdentity
            ? SmtpReplies.AuthFirst
            : null;
    }

    private SmtpReply OutOfOrder(SmtpVerb verb) => session.Phase switch
    {
        SmtpPhase.Connected => protocol.Options.IsLmtp ? SmtpReplies.LhloFirst : SmtpReplies.HelloFirst,
        SmtpPhase.Greeted => SmtpReplies.MailFirst,
        _ => verb is Mail ? SmtpReplies.AlreadyInTransaction : SmtpReplies.NotInTransaction,
    };

    private bool IsMailAtAnyTime(SmtpVerb verb) => verb is Mail && (session.Phase == SmtpPhase.Connected
        ? protocol.Allows(SmtpLeniencies.MailBeforeHello)
        : protocol.Allows(SmtpLeniencies.MailRestarts));
}
