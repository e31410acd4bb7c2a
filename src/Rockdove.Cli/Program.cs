using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Rockdove.Cli;

var root = new RootCommand("Mail servers and clients for development, tests and measurement.");
var serve = ServeCommand.Create();
root.Subcommands.Add(serve);
root.Subcommands.Add(AccountCommand.Create());
root.Subcommands.Add(AliasCommand.Create());
root.Subcommands.Add(MailboxCommand.Create());
var catcher = CatchCommand.Create();
root.Subcommands.Add(catcher);
root.Subcommands.Add(DumpCommand.Create());
root.Subcommands.Add(SinkCommand.Create());
root.Subcommands.Add(SendCommand.Create());
root.Subcommands.Add(SendmailCommand.Create());
if (args is [SendmailCommand.Name, .. var sendmail] && SendmailCommand.IsRun(sendmail))
    return await SendmailCommand.RunAsync(sendmail);
root.Subcommands.Add(CheckCommand.Create());
var mockOptions = new MockCommandOptions();
var mock = MockCommand.Create(mockOptions);
root.Subcommands.Add(mock);
MockHelp.AddTo(root, mock, mockOptions);
if (args is ["mock", .. var flags])
    args = ["mock", .. mockOptions.Translate(flags)];
if (args is ["catch", .. var said])
    args = ["catch", .. CatchCommand.Translate(catcher, said)];
var ping = PingCommand.Create();
root.Subcommands.Add(ping);
root.Subcommands.Add(MatrixCommand.Create());
root.Subcommands.Add(LintCommand.Create());
root.Subcommands.Add(StoreCommand.Create());

var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }); // @FILE is a value.
if (parsed.Errors.Count == 0)
{
    // Time for a message that is just coming; each command stops sooner by itself.
    // The mock hears signals itself: it knows one more, and waits as long as it is told.
    var patience = new InvocationConfiguration
    {
        ProcessTerminationTimeout = parsed.CommandResult.Command switch
        {
            var command when command == mock => null,
            var command when ping.Subcommands.Contains(command) => PingServeRun.Farewell,
            var command when command == serve => TimeSpan.FromDays(1), // Its StopSeconds say how long.
            _ => TimeSpan.FromSeconds(15),
        },
    };
    return await parsed.InvokeAsync(patience);
}

// Whoever asks for help may not know what is missing.
if (root.Options.OfType<HelpOption>().Single() is { Action: SynchronousCommandLineAction show } help
    && parsed.GetResult(help) is not null)
    return show.Invoke(parsed);

foreach (var mistake in Mistakes.In(parsed))
    ErrorLine.Write(mistake);
Console.Error.WriteLine($"Try '{$"rockdove {CommandPath.Of(parsed.CommandResult)}".TrimEnd()} --help'.");
return ExitCode.Usage;
