using System.Globalization;
using System.Text;
using Rockdove.Smtp;
using Rockdove.Storage;

namespace Rockdove.Daemon;

/// <summary>Addresses in the one form in which accounts and aliases have them.</summary>
public static class MailAddress
{
    /// <summary>
    /// Reads <c>ann@example.org</c>, or <c>@example.org</c> for all of a domain; null when it is neither.
    /// </summary>
    public static AccountAddress? TryRead(string text)
    {
        if (text is ['@', .. var domain])
            return Mailbox.TryParse($"x{text}", out _) ? AccountAddress.CatchAll(DomainOf(domain)) : null;
        return Mailbox.TryParse(text, out var mailbox) ? Of(mailbox) : null;
    }

    /// <summary>An address as it came by SMTP; null for one that nobody here can have.</summary>
    public static AccountAddress? Of(Mailbox mailbox)
    {
        if (mailbox.Domain.Length == 0 || mailbox.LocalPart is not { Length: > 0 } local
            || local.Length > AccountAddress.MaximumLocalPartLength || local.Any(char.IsControl))
            return null;
        return new AccountAddress(local, DomainOf(mailbox.Domain));
    }

    /// <summary>
    /// A domain as it is compared: in A-labels (RFC 5890), so that both spellings of one domain are one.
    /// </summary>
    public static MailDomain DomainOf(string text)
    {
        try
        {
            return new MailDomain(Ascii.IsValid(text) ? text : Idn.GetAscii(text));
        }
        catch (ArgumentException)
        {
            return new MailDomain(text); // It is no domain, and so nobody's.
        }
    }

    private static readonly IdnMapping Idn = new();
}
