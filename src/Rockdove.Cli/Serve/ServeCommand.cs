using System.CommandLine;
using Rockdove.Configuration;
using Rockdove.Daemon;

namespace Rockdove.Cli;

/// <summary><c>rockdove serve</c>: a mail server for real people.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var config = Config();
        var set = Set();
        var check = new Option<bool>("--check")
        {
            Description = "Read the configuration, with its certificates and password files, say whether it can be "
                + "used, and end.",
        };
        var schema = new Option<bool>("--schema")
        {
            Description = "Print the JSON schema of the configuration, and end.",
        };
        var json = new Option<bool>("--json") { Description = "Print what is listened on as JSON, one object a line." };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Log to standard error what happens." };
        var command = new Command("serve", Help) { config, set, check, schema, json, verbose };
        command.SetAction((parsed, stop) =>
        {
            if (parsed.GetValue(schema))
            {
                Console.Out.Write(ConfigurationSchema.Text("rockdove serve", ConfigurationKeys.All));
                return Task.FromResult(ExitCode.Ok);
            }

            var run = new ServeRun(
                new ConfigurationFiles(parsed.GetValue(config)!, parsed.GetValue(set) ?? []),
                parsed.GetValue(json),
                parsed.GetValue(verbose));
            return parsed.GetValue(check) ? Task.FromResult(run.Check()) : run.RunAsync(stop);
        });
        return command;
    }

    public static Option<string[]> Config()
    {
        var option = new Option<string[]>("--config", "-c")
        {
            Description = "A configuration file, or a folder whose *.json and *.conf are read in the order of their "
                + "names. May be repeated; sections merge, and of other values the last one counts.",
            HelpName = "PATH",
            DefaultValueFactory = _ => ["rockdove.json"],
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        return option.NotEmpty("a file or a folder");
    }

    private static Option<string[]> Set()
    {
        var option = new Option<string[]>("--set")
        {
            Description = "Set one key, whatever the files and the environment say: --set Listeners:mx:Address=*:2525. "
                + "May be repeated. No passwords: the list of processes shows them.",
            HelpName = "KEY=VALUE",
        };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value.IndexOf('=', StringComparison.Ordinal) <= 0)
                    result.AddError("--set has a value that is not allowed; allowed is KEY=VALUE");
                else if (token.Value.StartsWith("Accounts:", StringComparison.OrdinalIgnoreCase)
                    && !token.Value.Split('=')[0].EndsWith(":PasswordFile", StringComparison.OrdinalIgnoreCase))
                    result.AddError("--set of a password is not allowed; allowed is Accounts:NAME:PasswordFile=FILE");
            }
        });
        return option;
    }

    private const string Help =
        """
        Serve mail: take it for the accounts here, let them send among themselves, and show it by POP3
        and IMAP.

        The smallest configuration, with a certificate and what is usual for the Internet:

          {
            "HostName": "mail.example.org",
            "Domains": ["example.org"],
            "Certificates": { "main": { "File": "fullchain.pem", "KeyFile": "privkey.pem" } },
            "Listeners": { "mx": {}, "submissions": {}, "pop3s": {}, "imaps": {} }
          }

        Accounts are made with rockdove account add, also while this runs. Comments are // /* */ and #, and commas may
        trail. ROCKDOVE__HostName in the environment sets HostName, and so on. SIGHUP reads all of it again, and keeps
        what was before if that makes no sense. SIGTERM and Ctrl+C end it.

        Exit codes: 0 when told to stop, 1 when it could not start, 2 for a mistake in the configuration.
        """;
}
