using System.CommandLine;
using Rockdove.Hosting;

namespace Rockdove.Cli;

/// <summary><c>rockdove send</c>: one message with everything said about it, or many as fast as they go.</summary>
internal static class SendCommand
{
    public static Command Create()
    {
        var options = new SendOptions();
        var command = new Command("send", $"Send mail by SMTP or LMTP.\n\n{SendExitCode.Help}");
        options.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(parsed, options, stop));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, SendOptions options, CancellationToken stop)
    {
        SendPlan plan;
        try
        {
            plan = SendPlan.Read(parsed, options);
        }
        catch (UsageException mistake)
        {
            ErrorLine.Write(mistake.Message);
            return ExitCode.Usage;
        }

        MailTransport.CompleteInline(pollThreads: 1); // Before the first socket; sessions only wait for sockets.
        try
        {
            return plan.IsLoad
                ? await LoadRun.RunAsync(plan, Console.Out, ErrorLine.Write, stop)
                : await SingleSend.RunAsync(plan, Console.Out, ErrorLine.Write, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            ErrorLine.Write("interrupted");
            return ExitCode.Failed;
        }
    }
}
