using System.CommandLine;
using System.CommandLine.Parsing;

namespace Rockdove.Cli;

/// <summary>What a person types for a command, without <c>rockdove</c>: <c>store check</c>.</summary>
internal static class CommandPath
{
    public static string Of(CommandResult result)
    {
        var names = new List<string>();
        for (var at = result; at is not null && at.Command is not RootCommand; at = at.Parent as CommandResult)
            names.Insert(0, at.Command.Name);
        return string.Join(' ', names);
    }
}
