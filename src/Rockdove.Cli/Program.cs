using System.CommandLine;
using Rockdove.Cli;

var root = new RootCommand("Mail servers and clients for development, tests and measurement.");
root.Subcommands.Add(CatchCommand.Create());
root.Subcommands.Add(SinkCommand.Create());
root.Subcommands.Add(SendCommand.Create());
root.Subcommands.Add(LintCommand.Create());

var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }); // @FILE is a value.
if (parsed.Errors.Count == 0)
{
    // Time for a message that is just coming; each command stops sooner by itself.
    var patience = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(15) };
    return await parsed.InvokeAsync(patience);
}

foreach (var error in parsed.Errors)
    ErrorLine.Write(error.Message);
var command = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
Console.Error.WriteLine($"Try 'rockdove {command}--help'.");
return ExitCode.Usage;
