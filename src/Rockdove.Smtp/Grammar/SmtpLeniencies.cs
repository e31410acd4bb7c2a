namespace Rockdove.Smtp;

/// <summary>
/// Ways in which a server may be less strict than RFC 5321, each by its own name. All are off until somebody switches
/// one on; profiles of other servers are sets of these.
/// </summary>
[Flags]
public enum SmtpLeniencies
{
    None = 0,

    /// <summary>A command may end with a bare LF. Content never does; see <see cref="Wire.BareNewlines"/>.</summary>
    BareLineFeedCommands = 1,

    /// <summary><c>MAIL FROM: &lt;a@b&gt;</c>: spaces between the colon and the path.</summary>
    SpaceBeforePath = 2,

    /// <summary><c>MAIL FROM:a@b</c>: no angle brackets.</summary>
    PathWithoutBrackets = 4,

    /// <summary>MAIL without EHLO or HELO before it.</summary>
    MailBeforeHello = 8,

    /// <summary>EHLO or HELO without a name, or with one that is no domain and no address literal.</summary>
    AnyHelloName = 16,

    /// <summary>A local part may begin or end with a dot, or have two together.</summary>
    LooseDots = 32,

    /// <summary>Domains may have underscores.</summary>
    UnderscoreInDomain = 64,

    /// <summary>UTF-8 in addresses without the SMTPUTF8 parameter.</summary>
    Utf8WithoutParameter = 128,

    /// <summary>Parameters of MAIL and RCPT that no extension knows are ignored, not refused.</summary>
    UnknownParameters = 256,

    /// <summary>MAIL in the middle of a transaction begins a new one.</summary>
    MailRestarts = 512,

    /// <summary>DATA with no accepted recipient is let through to the handler.</summary>
    DataWithoutRecipients = 1024,

    /// <summary>An argument after DATA, RSET or QUIT is ignored.</summary>
    NeedlessArguments = 2048,

    /// <summary>An address without a domain, as <c>&lt;root&gt;</c>; postmaster needs no leniency.</summary>
    AddressWithoutDomain = 4096,
}
