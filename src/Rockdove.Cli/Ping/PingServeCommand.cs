using System.CommandLine;

namespace Rockdove.Cli;

/// <summary><c>rockdove ping serve</c>: mail between every pair of accounts, again and again.</summary>
internal static class PingServeCommand
{
    public static Command Create()
    {
        var config = PingCommand.Config();
        var database = PingCommand.Database();
        var listen = AddressOption.CreateHttp(
            "--listen", "Where to answer HTTP, in place of what the configuration says.");
        var allowHost = new Option<string[]>("--allow-host")
        {
            Description = "A host name that browsers and programs may use, besides localhost and addresses. May be "
                + "repeated.",
            HelpName = "NAME",
        };
        var json = new Option<bool>("--json") { Description = "Print what is listened on as JSON, one object a line." };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Log to standard error what happens." };
        var command = new Command("serve", Help) { config, database, listen, allowHost, json, verbose };
        command.SetAction((parsed, stop) => new PingServeRun(parsed.GetValue(config) ?? [])
        {
            Database = parsed.GetValue(database),
            Listen = parsed.GetValue(listen),
            AllowedHosts = parsed.GetValue(allowHost) ?? [],
            Json = parsed.GetValue(json),
            IsVerbose = parsed.GetValue(verbose),
        }.RunAsync(stop));
        return command;
    }

    private const string Help =
        """
        Mail between every pair of accounts, again and again, in rounds in which each account sends one mail; keep
        results, tell when something goes wrong, and answer over HTTP: the matrix, metrics, health.

        The configuration is that of rockdove ping; schedule, checks, alerts, channels and listen say the rest. SIGHUP
        reads it again, and keeps what was before if that makes no sense. SIGTERM and Ctrl+C end it; what is under way
        is looked for by the next one.

        Exit codes: 0 when told to stop, 1 when it could not start or the results could not be written, 2 for a mistake
        in the command or the configuration.
        """;
}
