namespace Rockdove.Prober;

/// <summary>Something that is looked at again and again.</summary>
/// <param name="Target">A domain, or a port of a server.</param>
/// <param name="Only">Which checks.</param>
/// <param name="IsOwn">Somebody is told what is wrong with it.</param>
internal sealed record PlannedCheck(CheckTarget Target, IReadOnlyCollection<string> Only, bool IsOwn)
{
    /// <summary>What is spoken at the port; null for a domain.</summary>
    public CheckedProtocol? Protocol { get; init; }

    /// <summary>TLS comes before everything; null for a domain.</summary>
    public bool? IsImplicitTls { get; init; }

    /// <summary>What the accounts of a configuration stand on: their domains, and the servers that they use.</summary>
    public static IReadOnlyList<PlannedCheck> Of(ProberConfiguration configuration)
    {
        var settings = configuration.Checks;
        var domains = configuration.Accounts
            .GroupBy(account => account.Address[(account.Address.LastIndexOf('@') + 1)..],
                StringComparer.OrdinalIgnoreCase)
            .Where(group => CheckTarget.TryParse(group.Key, out var target) && target.IsDomain)
            .Select(group => new PlannedCheck(Read(group.Key), OfDomain(settings), group.Any(one => one.IsOwn)));
        return [.. settings.Domains ? domains : [], .. settings.Tls ? Servers(configuration) : []];
    }

    /// <summary>The servers of accounts: each once, as the first account uses it.</summary>
    public static IEnumerable<PlannedCheck> Servers(ProberConfiguration configuration)
    {
        var uses = configuration.Accounts.SelectMany(account => new[]
        {
            (Server: account.Send, Protocol: CheckedProtocol.Smtp, account.IsOwn),
            (Server: account.Receive, Protocol: account.Protocol == ReceiveProtocol.Imap
                ? CheckedProtocol.Imap
                : CheckedProtocol.Pop3, account.IsOwn),
        });
        return uses
            .Where(use => use.Server is { Security: not MailSecurity.None } server
                && CheckTarget.TryParse(Text(server), out _))
            .GroupBy(use => Text(use.Server!), StringComparer.OrdinalIgnoreCase)
            .Select(group =>
            {
                var (server, protocol, _) = group.First();
                // A certificate that is taken as it is, or for another name, is not judged by strangers' rules.
                var isJudged = server!.TlsName is null && !server.AcceptsAnyCertificate;
                return new PlannedCheck(
                    Read(group.Key),
                    isJudged ? [CheckNames.Tls, CheckNames.Certificate] : [CheckNames.Tls],
                    group.Any(use => use.IsOwn))
                {
                    Protocol = protocol,
                    IsImplicitTls = server.Security == MailSecurity.Tls,
                };
            });
    }

    /// <summary>DKIM has no name of a selector to look for.</summary>
    private static List<string> OfDomain(CheckSettings settings)
    {
        var names = new List<string>
        {
            CheckNames.Mx, CheckNames.Dnssec, CheckNames.Spf, CheckNames.Dmarc, CheckNames.TlsRpt, CheckNames.Ptr,
            CheckNames.Caa,
        };
        if (settings.Tls)
            names.AddRange([CheckNames.Tls, CheckNames.Certificate]);
        if (settings.Dane is not false)
            names.Add(CheckNames.Dane);
        if (settings.MtaSts)
            names.Add(CheckNames.MtaSts);
        return names;
    }

    private static CheckTarget Read(string text) => CheckTarget.TryParse(text, out var target)
        ? target
        : throw new ArgumentException($"{text} is no target.", nameof(text));

    private static string Text(ProbeServer server) =>
        server.Host.Contains(':') ? $"[{server.Host}]:{server.Port}" : $"{server}";
}
