using System.CommandLine;

namespace Rockdove.Cli.Tests;

/// <summary>One run of <c>rockdove send</c> inside the test: its exit code and what it printed.</summary>
internal sealed record SendRun(int ExitCode, string Output, IReadOnlyList<string> Complaints)
{
    public static SendPlan Plan(params string[] args)
    {
        var options = new SendOptions();
        var command = new RootCommand();
        options.AddTo(command);
        var parsed = command.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        Assert.Empty(parsed.Errors);
        return SendPlan.Read(parsed, options);
    }

    public static async Task<SendRun> RunAsync(string server, params string[] args)
    {
        var plan = Plan(["--server", server, "--to", "u@test", "--helo", "client.test", .. args]);
        var output = new StringWriter();
        List<string> complaints = [];
        var code = plan.IsLoad
            ? await LoadRun.RunAsync(plan, output, complaints.Add, TestContext.Current.CancellationToken)
            : await SingleSend.RunAsync(plan, output, complaints.Add, TestContext.Current.CancellationToken);
        return new SendRun(code, output.ToString(), complaints);
    }

    /// <summary>What is wrong with these options.</summary>
    public static string Mistake(params string[] args) => Assert.Throws<UsageException>(() => Plan(args)).Message;
}
