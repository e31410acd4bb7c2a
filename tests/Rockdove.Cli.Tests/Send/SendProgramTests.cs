using System.Diagnostics;
using System.Text;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Cli.Tests;

/// <summary>The program itself: what only a process of its own can show.</summary>
public class SendProgramTests
{
    [Fact]
    public async Task The_password_comes_from_the_environment_and_is_not_shown()
    {
        await using var server = await MailServer.StartAsync(options =>
        {
            options.AllowsSecretsInClear = true;
            options.Mechanisms = [SaslMechanisms.Find("PLAIN")!];
        });
        var (code, output, error) = await RunAsync(
            "", "send", "--server", server.Address, "--to", "u@test", "--user", "ann", "--auth-in-clear", "-v");

        Assert.Equal(0, code);
        Assert.Equal([$"ann:{Password}"], server.Logins);
        Assert.StartsWith("sent ", output, StringComparison.Ordinal);
        Assert.Contains("C: AUTH PLAIN ***\n", error, StringComparison.Ordinal);
        Assert.EndsWith("! close\n", error, StringComparison.Ordinal);
        var encoded = Convert.ToBase64String(Encoding.ASCII.GetBytes($"\0ann\0{Password}"));
        Assert.DoesNotContain(encoded, error + output, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, error + output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_comes_from_standard_input()
    {
        await using var server = await MailServer.StartAsync();
        var message = "Subject: x\r\n\r\nfrom a pipe\r\n";
        var (code, _, error) = await RunAsync(
            message, "send", "--server", server.Address, "--to", "u@test", "--data", "-");
        Assert.Equal("", error);
        Assert.Equal(0, code);
        Assert.Equal(message, Encoding.ASCII.GetString(Assert.Single(server.Messages)));
    }

    [Fact]
    public async Task A_mistake_is_one_line_and_code_2()
    {
        var (code, output, error) = await RunAsync("", "send", "--to", "u@test", "--tls", "maybe");
        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.Equal("rockdove: --tls 'maybe': allowed are off, try, require and implicit\n", error);
    }

    [Fact]
    public async Task Help_tells_the_exit_codes()
    {
        var (code, output, _) = await RunAsync("", "send", "--help");
        Assert.Equal(0, code);
        Assert.Contains("10 some recipients refused", output, StringComparison.Ordinal);
        Assert.Contains("--server", output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string input, params string[] args)
    {
        var cancelled = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(RockdoveProgram.Path, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[LoginSource.PasswordVariable] = Password;
        using var program = Process.Start(start)!;
        try
        {
            await program.StandardInput.WriteAsync(input.AsMemory(), cancelled);
            program.StandardInput.Close();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
            patience.CancelAfter(TimeSpan.FromMinutes(2));
            var output = program.StandardOutput.ReadToEndAsync(patience.Token);
            var error = program.StandardError.ReadToEndAsync(patience.Token);
            await program.WaitForExitAsync(patience.Token);
            return (program.ExitCode, await output, await error);
        }
        finally
        {
            if (!program.HasExited)
                program.Kill();
        }
    }

    private const string Password = "correct horse";
}
