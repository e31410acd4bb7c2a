using Rockdove.Hosting;
using Rockdove.Storage;
using Rockdove.Wire;

namespace Rockdove.Daemon;

/// <summary>What a daemon goes by, and what may change while it runs: a value, replaced as a whole.</summary>
public sealed record DaemonSettings
{
    /// <summary>The server's name in greetings and in Received.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>
    /// The domains that mail is taken for. Empty: those in which accounts and aliases have addresses.
    /// </summary>
    public IReadOnlyCollection<string> Domains { get; init; } = [];

    /// <summary>
    /// Accounts beside those of the store: an address each, which is also the name to log in with, and its password.
    /// They win over accounts of the store with the same name or address.
    /// </summary>
    public IReadOnlyDictionary<string, Secret> Accounts { get; init; } = new Dictionary<string, Secret>();

    /// <summary>
    /// Aliases beside those of the store, which they win over: <c>sales@example.org</c>, <c>list-*@example.org</c> or
    /// <c>@example.org</c> for all that nobody has, each with the addresses it stands for.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Aliases { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Who gets mail for postmaster where nobody has that address; null is nobody.</summary>
    public string? Postmaster { get; init; }

    /// <summary>What an owner may have who has no limits of their own, as far as delivery goes.</summary>
    public QuotaLimits Quota { get; init; }

    public LoginLimits Logins { get; init; } = new();

    public DeliveryLimits Delivery { get; init; } = new();

    public SubmissionRules Submission { get; init; } = new();

    /// <summary>What TLS shows. Null where no listener has TLS.</summary>
    public CertificateSource? Certificate { get; init; }

    /// <summary>Throws when a setting makes no sense.</summary>
    /// <exception cref="ArgumentException">Names the setting.</exception>
    public void Validate()
    {
        Logins.Validate();
        Delivery.Validate();
        Submission.Validate();
        Quota.Validate();
        foreach (var address in Accounts.Keys.Concat(Postmaster is null ? [] : [Postmaster]))
        {
            if (MailAddress.TryRead(address) is not { IsCatchAll: false })
                throw new ArgumentException($"'{address}' is no address such as ann@example.org.");
        }

        foreach (var (alias, targets) in Aliases)
        {
            if (MailAddress.TryRead(alias) is null)
                throw new ArgumentException($"'{alias}' is no alias such as sales@example.org or @example.org.");
            if (targets.Count == 0)
                throw new ArgumentException($"The alias '{alias}' has no targets.");
            foreach (var target in targets)
            {
                if (MailAddress.TryRead(target) is not { IsCatchAll: false })
                    throw new ArgumentException($"'{target}', of the alias '{alias}', is no address.");
            }
        }
    }
}
