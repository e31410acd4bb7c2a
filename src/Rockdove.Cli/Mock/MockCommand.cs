using System.CommandLine;
using Rockdove.Mock;
using Rockdove.Wire;

namespace Rockdove.Cli;

/// <summary><c>rockdove mock</c>: a mail server for tests, in our manner or in that of go-smtp-mock.</summary>
internal static class MockCommand
{
    public static Command Create(MockCommandOptions options)
    {
        var command = new Command(
            "mock",
            "Be a mail server for tests: keep every message, follow a script, talk as go-smtp-mock does.");
        options.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            if (options.Flags.Version.IsOn(parsed))
            {
                BuildLines.Print(Console.Out);
                return Task.FromResult(ExitCode.Ok);
            }

            return TryReadScript(options, parsed, out var script)
                ? new MockRun(options, parsed, script).RunAsync()
                : Task.FromResult(ExitCode.Failed);
        });
        return command;
    }

    private static bool TryReadScript(MockCommandOptions options, ParseResult parsed, out MockScript? script)
    {
        script = null;
        if (parsed.GetValue(options.Script) is not { } file)
            return true;
        try
        {
            script = MockScript.Load(file.ToString());
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ErrorLine.Write($"--script '{file}' cannot be read: {error.Message}");
        }
        catch (Exception error) when (error is TranscriptException or MockScriptException)
        {
            foreach (var line in error.Message.Split('\n'))
                ErrorLine.Write($"--script {line.TrimEnd('\r')}");
        }

        return false;
    }
}
