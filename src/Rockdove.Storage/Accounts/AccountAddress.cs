namespace Rockdove.Storage;

/// <summary>An address of an account, or all those of a domain that nobody else has.</summary>
/// <remarks>
/// Local parts are compared without regard to case, as all receivers do in practice, although RFC 5321 section 2.4
/// leaves it to them. They come without quotes: <c>"a b"@x</c> has the local part <c>a b</c>.
/// </remarks>
public readonly record struct AccountAddress
{
    /// <exception cref="ArgumentException">
    /// The local part is empty, too long, or has control characters; or there is no domain.
    /// </exception>
    public AccountAddress(string localPart, MailDomain domain)
        : this(domain) => LocalPart = NamePreparation.Prepare(localPart, MaximumLocalPartLength, "A local part");

    private AccountAddress(MailDomain domain)
    {
        ArgumentNullException.ThrowIfNull(domain.Text, nameof(domain));
        LocalPart = "";
        Domain = domain;
    }

    /// <summary>Empty for a catch-all.</summary>
    public string LocalPart { get; }

    public MailDomain Domain { get; }

    public bool IsCatchAll => LocalPart.Length == 0;

    /// <summary>All addresses of the domain that no account has.</summary>
    public static AccountAddress CatchAll(MailDomain domain) => new(domain);

    public override string ToString() => $"{LocalPart}@{Domain}";

    /// <summary>Characters (RFC 5321 section 4.5.3.1.1).</summary>
    public const int MaximumLocalPartLength = 64;
}
