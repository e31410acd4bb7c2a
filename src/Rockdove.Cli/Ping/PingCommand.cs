using System.CommandLine;
using Rockdove.Configuration;
using Rockdove.Prober;

namespace Rockdove.Cli;

/// <summary>
/// <c>rockdove ping</c>: mail between every pair of accounts, once; and <c>ping serve</c>, again and again.
/// </summary>
internal static class PingCommand
{
    public static Command Create()
    {
        var config = Config();
        var database = Database();
        var classic = new Option<bool>("--classic")
        {
            Description = "In maping's manner: its pairs in its order, each way back when the way there has come.",
        };
        var check = new Option<bool>("--check")
        {
            Description = "Read the configuration, print what it would do and whether limits allow it, and end.",
        };
        var schema = new Option<bool>("--schema")
        {
            Description = "Print the JSON schema of the configuration, and end.",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print each result as JSON when it is known, one object a line, and a summary in the last.",
        };
        var command = new Command("ping", Help) { config, database, classic, check, schema, json };
        command.SetAction((parsed, stop) =>
        {
            if (parsed.GetValue(schema))
            {
                Console.Out.Write(ConfigurationSchema.Text("rockdove ping", ProberKeys.All));
                return Task.FromResult(ExitCode.Ok);
            }

            var run = new PingRun(parsed.GetValue(config) ?? [], parsed.GetValue(database))
            {
                IsClassic = parsed.GetValue(classic),
                Json = parsed.GetValue(json),
            };
            return parsed.GetValue(check) ? Task.FromResult(run.Check()) : run.RunAsync(stop);
        });
        command.Subcommands.Add(PingServeCommand.Create());
        return command;
    }

    public static Option<string?> Database() => new Option<string?>("--db")
    {
        Description = "The file of the results, in place of what the configuration says.",
        HelpName = "FILE",
    }.NotEmpty("a file");

    public static Option<string[]> Config() => new Option<string[]>("--config", "-c")
    {
        Description = "A configuration file, or a folder whose *.json and *.conf are read in the order of their names. "
            + "May be repeated. Without it: " + string.Join(", ", PingConfigurationFile.Usual)
            + ", the first that is there.",
        HelpName = "PATH",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    }.NotEmpty("a file or a folder");

    private const string Help =
        """
        Mail between every pair of accounts, both ways, and time each way from the final 250 to the
        first sight in the mailbox.

        The smallest configuration:

          {
            "accounts": {
              "own":   { "address": "probe@example.org", "send": { "host": "mail.example.org" },
                         "receive": { "host": "mail.example.org" }, "auth": { "passwordFile": "own.password" } },
              "gmail": { "address": "probe@gmail.com", "preset": "gmail", "auth": { "passwordFile": "gmail.password" } }
            }
          }

        A config.json of maping is taken as it is. Only mails with a mark that this prober has signed are ever deleted;
        nothing is marked as read. Ctrl+C leaves what is under way to the next run. rockdove ping serve goes on.

        Exit codes: 0 every mail came in time, 1 it could not run, 2 for a mistake in the command or the configuration,
        3 every mail came, but some as spam, late or twice, 4 some did not come or could not be sent or looked for,
        5 nobody could be reached, so that it is this machine or its network.
        """;
}
