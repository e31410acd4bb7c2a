using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Rockdove.Dns;
using Rockdove.Prober;

namespace Rockdove.Cli;

/// <summary>The options of <c>rockdove check</c>.</summary>
internal sealed class CheckCommandOptions
{
    public Argument<CheckTarget> Target { get; } = new("DOMAIN|HOST:PORT")
    {
        Description = "A domain, with all that its mail stands on; or one port of a server.",
        CustomParser = ReadTarget,
    };

    public Option<IPEndPoint[]> Resolver { get; } = new("--resolver")
    {
        Description = "Whom to ask DNS; several are asked in turn. Without it, those of the system.",
        HelpName = "ADDRESS[:PORT]",
        CustomParser = ReadResolvers,
    };

    public Option<string[]> Selector { get; } = new Option<string[]>("--selector")
    {
        Description = "A DKIM selector to look at, as in 's=' of DKIM-Signature. May be given several times.",
        HelpName = "NAME",
    }.NotEmpty("a selector");

    public Option<string[]> Only { get; } = new("--only")
    {
        Description = $"The checks to make, with commas between: {string.Join(", ", CheckNames.All)}.",
        HelpName = "LIST",
        CustomParser = ReadOnly,
    };

    public Option<string?> Protocol { get; } = CreateProtocol();

    public Option<int> Timeout { get; } = new Option<int>("--timeout")
    {
        Description = "How many seconds all of it may take.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 60,
    }.Within(1, 3600);

    public Option<bool> NoOldTls { get; } = new("--no-old-tls")
    {
        Description = "Do not try versions of TLS and ciphers that servers should not speak any more: three "
            + "connections less for each server.",
    };

    public Option<string?> Authorities { get; } = new Option<string?>("--authorities")
    {
        Description = "Believe the authorities in this PEM file, in place of the system's.",
        HelpName = "FILE",
    }.NotEmpty("a file");

    public Option<int> SmtpPort { get; } = new Option<int>("--smtp-port")
    {
        Description = "The port of a domain's mail servers, for networks of one's own.",
        HelpName = "PORT",
        DefaultValueFactory = _ => 25,
    }.Within(1, 65535);

    public Option<int> HttpsPort { get; } = new Option<int>("--https-port")
    {
        Description = "The port of policies of MTA-STS, for networks of one's own.",
        HelpName = "PORT",
        DefaultValueFactory = _ => 443,
    }.Within(1, 65535);

    public Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Tell also what was seen of what is well.",
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print one JSON object." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Target);
        foreach (var option in (Option[])
        [
            Resolver, Selector, Only, Protocol, Timeout, NoOldTls, Authorities, SmtpPort, HttpsPort, Verbose, Json,
        ])
            command.Options.Add(option);
    }

    private static Option<string?> CreateProtocol()
    {
        var option = new Option<string?>("--protocol")
        {
            Description = "What is spoken at the port, where its number does not say so. With an s at the end, TLS "
                + "comes first.",
            HelpName = string.Join('|', Protocols.Keys),
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Protocols.ContainsKey(token.Value))
            {
                result.AddError(
                    $"--protocol '{token.Value}' is not allowed; allowed are {string.Join(", ", Protocols.Keys)}");
            }
        });
        return option;
    }

    private static CheckTarget? ReadTarget(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!text.StartsWith('-') && CheckTarget.TryParse(text, out var target))
            return target;
        result.AddError(text.StartsWith('-')
            ? $"{text} is no option of rockdove check"
            : $"'{text}' is no target; allowed are example.org, mx.example.org:25, 192.0.2.1:993 and [2001:db8::1]:25");
        return null;
    }

    private static IPEndPoint[] ReadResolvers(ArgumentResult result)
    {
        var servers = new List<IPEndPoint>();
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            if (IPAddress.TryParse(text, out var address))
                servers.Add(new IPEndPoint(address, DnsServers.Port));
            else if (IPEndPoint.TryParse(text, out var endPoint) && endPoint.Port > 0)
                servers.Add(endPoint);
            else
            {
                result.AddError(
                    $"--resolver '{text}' is no resolver; allowed are 127.0.0.1, 127.0.0.1:5353 and [::1]:53");
            }
        }

        if (servers.Count > DnsResolverOptions.MaximumServers)
        {
            result.AddError(
                $"--resolver is given {servers.Count} times; allowed are {DnsResolverOptions.MaximumServers}");
        }

        return [.. servers];
    }

    private static string[] ReadOnly(ArgumentResult result)
    {
        var names = result.Tokens
            .SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries))
            .ToArray();
        foreach (var name in names.Where(name => !CheckNames.All.Contains(name)))
            result.AddError($"--only '{name}' is no check; there are {string.Join(", ", CheckNames.All)}");
        return names;
    }

    public static IReadOnlyDictionary<string, (CheckedProtocol Protocol, bool ImplicitTls)> Protocols { get; } =
        new Dictionary<string, (CheckedProtocol, bool)>(StringComparer.Ordinal)
        {
            ["smtp"] = (CheckedProtocol.Smtp, false),
            ["smtps"] = (CheckedProtocol.Smtp, true),
            ["imap"] = (CheckedProtocol.Imap, false),
            ["imaps"] = (CheckedProtocol.Imap, true),
            ["pop3"] = (CheckedProtocol.Pop3, false),
            ["pop3s"] = (CheckedProtocol.Pop3, true),
        };
}
