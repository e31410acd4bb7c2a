using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Rockdove.Dns;
using Rockdove.Web;

namespace Rockdove.Cli;

/// <summary>What may be said to <c>rockdove catch</c> about whom checks of a mail may ask.</summary>
internal sealed class CatchCheckOptions
{
    public Option<bool> Network { get; } = new("--allow-network")
    {
        Description = "Let checks go where the links of a mail lead, by http and https, to public addresses only. Off "
            + "unless given, for whoever sent the mail hears of it.",
    };

    public Option<bool> PrivateNetworks { get; } = new("--allow-private-networks")
    {
        Description = "With --allow-network: to loopback, private and unique-local addresses too. Metadata services "
            + "of clouds stay closed.",
    };

    public Option<IPEndPoint?> Resolver { get; } = new("--resolver")
    {
        Description = "A DNS server to ask for keys of DKIM and policies of DMARC when a mail is checked. Nobody is "
            + "asked unless given.",
        HelpName = "ADDRESS",
        CustomParser = ReadResolver,
    };

    public Option<DnsEndPoint?> SpamAssassin { get; } = new("--spamassassin")
    {
        Description = "Where SpamAssassin's spamd listens, which is asked about a mail when somebody wants to know. "
            + "Nobody is asked unless given.",
        HelpName = "HOST:PORT",
        CustomParser = ReadSpamAssassin,
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Network, PrivateNetworks, Resolver, SpamAssassin])
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(PrivateNetworks) && !result.GetValue(Network))
            {
                result.AddError(
                    "--allow-private-networks is given without --allow-network, and opens nothing by itself");
            }
        });
    }

    public CatcherCheckOptions Read(ParseResult parsed) => new()
    {
        Network = parsed.GetValue(Network)
            ? new FetchOptions { AllowsPrivateNetworks = parsed.GetValue(PrivateNetworks) }
            : null,
        Resolver = parsed.GetValue(Resolver),
        SpamAssassin = parsed.GetValue(SpamAssassin),
    };

    private static IPEndPoint? ReadResolver(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (IPEndPoint.TryParse(text, out var server))
            return server.Port == 0 ? new IPEndPoint(server.Address, DnsServers.Port) : server;
        result.AddError(
            $"--resolver '{text}' is no resolver; allowed are 127.0.0.1, 127.0.0.1:5353 and [::1]:53");
        return null;
    }

    private static DnsEndPoint? ReadSpamAssassin(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "" : text[..colon].Trim('[', ']');
        if (Uri.CheckHostName(host) != UriHostNameType.Unknown
            && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port > 0)
            return new DnsEndPoint(host, port);
        result.AddError($"--spamassassin '{text}' is not allowed; allowed is HOST:PORT, such as 127.0.0.1:783");
        return null;
    }
}
