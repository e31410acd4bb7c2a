namespace Rockdove.Smtp;

/// <summary>The verbs of RFC 5321 itself, and refusals for those that are known but absent.</summary>
internal static class CoreVerbs
{
    private static readonly SmtpVerb[] Shared =
        [new Mail(), new Rcpt(), new Data(), new Rset(), new Noop(), new Quit(), new Vrfy(), new Expn(), new Help()];

    public static readonly SmtpVerb[] Smtp = [new Hello("EHLO"), new Hello("HELO"), .. Shared];

    /// <summary>RFC 2033 section 4.1: LHLO, and neither HELO nor EHLO.</summary>
    public static readonly SmtpVerb[] Lmtp =
        [new Hello("LHLO"), .. Shared, new NotImplemented("EHLO"), new NotImplemented("HELO")];

    /// <summary>Used where no extension brings the verb.</summary>
    public static readonly SmtpVerb[] Absent =
    [
        new BdatNotImplemented(), new NotImplemented("STARTTLS"), new NotImplemented("AUTH"),
        new NotImplemented("XCLIENT"),
        new NotImplemented("ETRN"), new NotImplemented("TURN"), new NotImplemented("SEND"), new NotImplemented("SOML"),
        new NotImplemented("SAML"),
    ];

    /// <summary>The names of those that do something.</summary>
    public static IEnumerable<string> Names(IEnumerable<SmtpVerb> verbs) =>
        verbs.Where(verb => verb is not (NotImplemented or BdatNotImplemented)).Select(verb => verb.Name);
}
