using Rockdove.Storage;

namespace Rockdove.Daemon;

/// <summary>What all handlers of one daemon share.</summary>
internal sealed class DaemonState : IDisposable
{
    private DaemonMoment _now;

    public DaemonState(IMailStore store, IAccountStore accounts, DaemonSettings settings)
    {
        Store = store;
        Accounts = accounts;
        _now = new DaemonMoment(accounts, settings);
        Authenticator = new Authenticator(() => Now.Directory);
    }

    public IMailStore Store { get; }

    public IAccountStore Accounts { get; }

    public Authenticator Authenticator { get; }

    /// <summary>The settings and what follows from them. Whoever needs several takes it once.</summary>
    public DaemonMoment Now => Volatile.Read(ref _now);

    public void Change(DaemonSettings settings) => Volatile.Write(ref _now, new DaemonMoment(Accounts, settings));

    public void Dispose() => Authenticator.Dispose();
}

/// <summary>The settings as they are at one moment, and what was made of them.</summary>
internal sealed class DaemonMoment(IAccountStore accounts, DaemonSettings settings)
{
    public DaemonSettings Settings { get; } = settings;

    public AccountDirectory Directory { get; } = new(accounts, settings);

    public AddressBook AddressBook => new(Directory, Settings);

    /// <summary>What <c>&lt;postmaster&gt;</c> without a domain means (RFC 5321 section 4.5.1).</summary>
    public async ValueTask<AccountAddress?> PostmasterAsync(CancellationToken cancellationToken)
    {
        if (Settings.Postmaster is { } named)
            return MailAddress.TryRead(named);
        if (Settings.Domains.FirstOrDefault() is { } first)
            return new AccountAddress("postmaster", MailAddress.DomainOf(first));
        var domains = await accounts.ListDomainsAsync(cancellationToken);
        return domains.Count > 0 ? new AccountAddress("postmaster", domains[0]) : null;
    }
}
