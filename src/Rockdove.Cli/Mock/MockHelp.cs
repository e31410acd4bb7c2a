using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Rockdove.Cli;

/// <summary>
/// Prints the help of <c>rockdove mock</c> in groups, since its options are many; of other commands as it was.
/// </summary>
internal sealed class MockHelp(Command mock, MockCommandOptions options, SynchronousCommandLineAction otherwise)
    : SynchronousCommandLineAction
{
    /// <summary>Takes the place of the help that there is.</summary>
    public static void AddTo(RootCommand root, Command mock, MockCommandOptions options)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new MockHelp(mock, options, (SynchronousCommandLineAction)help.Action!);
    }

    public override int Invoke(ParseResult parseResult)
    {
        if (parseResult.CommandResult.Command != mock)
            return otherwise.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(mock.Description);
        output.WriteLine();
        output.WriteLine("Usage: rockdove mock [options]     Each also with one dash; switches as -x or -x=false.");
        foreach (var (title, group) in options.Groups)
        {
            output.WriteLine();
            output.WriteLine($"{title}:");
            var width = group.Max(option => Form(option).Length);
            foreach (var option in group)
                output.WriteLine($"  {Form(option).PadRight(width)}  {option.Description}");
        }

        return ExitCode.Ok;
    }

    private static string Form(Option option) =>
        option is SwitchOption ? option.Name : $"{option.Name} {option.HelpName}";
}
