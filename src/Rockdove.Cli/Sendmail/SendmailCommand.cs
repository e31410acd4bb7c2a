using System.CommandLine;

namespace Rockdove.Cli;

/// <summary>
/// <c>rockdove sendmail</c>: takes the place of <c>/usr/sbin/sendmail</c>. Its flags are read by
/// <see cref="SendmailArguments"/>, since they are written as no other command's; here they are told.
/// </summary>
internal static class SendmailCommand
{
    public static Command Create()
    {
        var command = new Command(
            Name,
            "Send a message from standard input, as sendmail does, to a catcher. Flags of sendmail that make no sense "
            + "here are passed over. The exit code is that of sysexits.h.");
        command.Options.Add(new Option<bool>("-t") { Description = "Send to the recipients of the header as well." });
        command.Options.Add(new Option<bool>("-i")
        {
            Description = "A line with a full stop alone is part of the message. Also -oi.",
        });
        command.Options.Add(new Option<string>("-f")
        {
            Description = "The reverse-path; <> for none. Also --from, and MP_SENDMAIL_FROM or MH_SENDMAIL_FROM. "
                + "USER@HOST unless given.",
            HelpName = "ADDRESS",
        });
        command.Options.Add(new Option<string>("-F")
        {
            Description = "The name of the author, where the message has none.",
            HelpName = "NAME",
        });
        command.Options.Add(new Option<bool>("-bs") { Description = "Speak SMTP on standard input and output." });
        command.Options.Add(new Option<string>("--smtp-addr", "-S")
        {
            Description = "Where to send. Also MP_SENDMAIL_SMTP_ADDR or MH_SENDMAIL_SMTP_ADDR. 127.0.0.1:1025 unless "
                + "given.",
            HelpName = "ADDRESS",
        });
        command.Arguments.Add(new Argument<string[]>("recipients")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "Who gets it.",
        });
        return command;
    }

    /// <summary>Whether these are the flags of a run, and not a question for help.</summary>
    public static bool IsRun(IReadOnlyList<string> arguments) => !arguments.Contains("--help");

    /// <summary>Runs it until it ends or somebody interrupts.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            stop.Cancel();
        };
        try
        {
            await using var input = Console.OpenStandardInput();
            await using var output = Console.OpenStandardOutput();
            var run = new SendmailRun(Environment.GetEnvironmentVariable, input, output);
            return await run.RunAsync(arguments, stop.Token);
        }
        catch (OperationCanceledException)
        {
            return SendmailExitCode.Temporary;
        }
    }

    public const string Name = "sendmail";
}
