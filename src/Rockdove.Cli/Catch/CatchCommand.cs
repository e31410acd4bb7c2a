using System.Collections;
using System.CommandLine;

namespace Rockdove.Cli;

/// <summary><c>rockdove catch</c>: keeps all mail that an application under development sends, and shows it.</summary>
internal static class CatchCommand
{
    public static Command Create()
    {
        var options = new CatchOptions();
        var command = new Command(
            "catch",
            "Catch all mail and show it in a browser: every address exists, every password does, "
            + "nothing is delivered.");
        options.AddTo(command);
        command.SetAction((parsed, stop) => new CatchRun(options, parsed).RunAsync(stop));
        return command;
    }

    /// <summary>What Mailpit's flags and variables say, in our words; tells those that are not here.</summary>
    public static IReadOnlyList<string> Translate(Command command, IReadOnlyList<string> said)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(each => ((string)each.Key, (string?)each.Value ?? ""));
        var settings = MailpitSettings.Read(command, said, environment);
        foreach (var note in settings.Notes)
            ErrorLine.Write(note);
        return settings.Arguments;
    }
}
