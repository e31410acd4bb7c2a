using System.CommandLine;

namespace Rockdove.Cli;

/// <summary><c>rockdove lint</c>: what is wrong with messages, and by which rule.</summary>
internal static class LintCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("FILE")
        {
            Description = "Messages; a directory stands for every file in it and below; - reads standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a message, one a line." };
        var sarif = new Option<bool>("--sarif") { Description = "Print one SARIF 2.1.0 log, as code scanning "
            + "takes it." };
        var command = new Command("lint", Help) { paths, json, sarif };
        paths.Validators.Add(result =>
        {
            foreach (var path in result.Tokens.Select(token => token.Value))
                if (path is ['-', _, ..])
                    result.AddError($"{path} is no option; a file of that name is ./{path}");
                else if (path.Length == 0)
                    result.AddError("'' is no file; a variable may have been empty");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(sarif))
                result.AddError("--json and --sarif: choose one");
        });
        command.SetAction(parsed =>
        {
            LintFormat format = parsed.GetValue(sarif) ? new SarifFormat(Console.Out)
                : parsed.GetValue(json) ? new JsonFormat(Console.Out)
                : new TextFormat(Console.Out);
            try
            {
                return new LintRun(format, ErrorLine.Write, Console.OpenStandardInput).Run(parsed.GetValue(paths)!);
            }
            catch (IOException error) // Files that cannot be read are told by name, and the next one is read.
            {
                ErrorLine.Write($"standard output: {error.Message}");
                return ExitCode.Usage;
            }
        });
        return command;
    }

    private const string Help =
        """
        Tell what is wrong with messages: where, and which section of which RFC says so.

        Exit codes: 0 nothing found, 1 defects found, 2 usage, or a file could not be read.

        Examples:
          rockdove lint message.eml
          rockdove lint --json mail/ | jq .defects
          rockdove lint --sarif tests/mail > mail.sarif
          generate-mail | rockdove lint -
        """;
}
