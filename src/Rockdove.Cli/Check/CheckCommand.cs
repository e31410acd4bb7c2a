using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Rockdove.Dns;
using Rockdove.Prober;

namespace Rockdove.Cli;

/// <summary>
/// <c>rockdove check</c>: what the mail of a domain, or a port of a server, stands on beside delivery.
/// </summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var options = new CheckCommandOptions();
        var command = new Command("check", Help);
        options.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(parsed, options, stop));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CheckCommandOptions options, CancellationToken stop)
    {
        try
        {
            using var resolver = new DnsResolver(
                parsed.GetValue(options.Resolver) is { Length: > 0 } servers ? new() { Servers = servers } : new());
            var checks = new MailChecks(Read(parsed, options, resolver));
            var report = await checks.RunAsync(parsed.GetValue(options.Target)!, stop);
            if (parsed.GetValue(options.Json))
                MailCheckJson.Print(report, Console.Out);
            else
                CheckPrinter.OnConsole(parsed.GetValue(options.Verbose)).Print(report);
            return CodeOf(report);
        }
        catch (UsageException mistake)
        {
            ErrorLine.Write(mistake.Message);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            ErrorLine.Write("interrupted");
            return Unknown;
        }
    }

    private static CheckOptions Read(ParseResult parsed, CheckCommandOptions options, DnsResolver resolver)
    {
        var target = parsed.GetValue(options.Target)!;
        var protocol = parsed.GetValue(options.Protocol);
        if (protocol is not null && target.IsDomain)
            throw new UsageException("--protocol is for a port; allowed with it is HOST:PORT");
        var name = Environment.MachineName;
        var checks = new CheckOptions
        {
            Resolver = resolver,
            Only = parsed.GetValue(options.Only) is { Length: > 0 } only ? only : null,
            Selectors = parsed.GetValue(options.Selector) ?? [],
            HelloName = name.Length > 0 && !name.Any(one => one is <= ' ' or > '~') ? name : "localhost",
            ExchangePort = parsed.GetValue(options.SmtpPort),
            PolicyPort = parsed.GetValue(options.HttpsPort),
            TrustedRoots = ReadAuthorities(parsed.GetValue(options.Authorities)),
            TriesOldTls = !parsed.GetValue(options.NoOldTls),
            Patience = TimeSpan.FromSeconds(parsed.GetValue(options.Timeout)),
        };
        return protocol is null
            ? checks
            : checks with
            {
                Protocol = CheckCommandOptions.Protocols[protocol].Protocol,
                ImplicitTls = CheckCommandOptions.Protocols[protocol].ImplicitTls,
            };
    }

    private static X509Certificate2Collection? ReadAuthorities(string? path)
    {
        if (path is null)
            return null;
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException
            or CryptographicException)
        {
            throw new UsageException($"--authorities {path}: {unreadable.Message}");
        }

        return authorities.Count > 0
            ? authorities
            : throw new UsageException($"--authorities {path}: there is no certificate in it; allowed is a PEM file");
    }

    private static int CodeOf(CheckReport report)
    {
        bool Has(CheckStatus status) => report.Results.Any(result => result.Status == status);
        return Has(CheckStatus.Fail) ? Wrong
            : Has(CheckStatus.Error) ? Unknown
            : Has(CheckStatus.Warning) ? ExitCode.Failed
            : ExitCode.Ok;
    }

    /// <summary>Something is wrong.</summary>
    private const int Wrong = 3;

    /// <summary>Nothing is known to be wrong, and something could not be found out.</summary>
    private const int Unknown = 4;

    private const string Help =
        """
        Check what mail stands on beside delivery: MX, SPF, DKIM, DMARC, TLS, certificates, DANE, MTA-STS and more.

        Exit codes: 0 all is well, 1 warnings, 2 usage, 3 something is wrong, 4 something could not be found out.

        Examples:
          rockdove check example.org --selector mail2026
          rockdove check example.org --resolver 127.0.0.1 --only dane,dnssec
          rockdove check imap.example.org:993
          rockdove check 192.0.2.1:2525 --protocol smtp --json
        """;
}
