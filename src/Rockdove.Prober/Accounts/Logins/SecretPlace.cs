using System.Diagnostics;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Prober;

/// <summary>Where a secret stands. It is read each time, so that a new one counts at once.</summary>
internal abstract class SecretPlace
{
    /// <exception cref="LoginUnavailableException">There is none. The message holds no secret.</exception>
    public abstract ValueTask<Secret> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>A secret that was given.</summary>
internal sealed class GivenSecret(Secret secret) : SecretPlace
{
    public override ValueTask<Secret> ReadAsync(CancellationToken cancellationToken) => new(secret);
}

/// <summary>The first line of a file.</summary>
internal sealed class FileSecret(string file) : SecretPlace
{
    public override ValueTask<Secret> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault() is { Length: > 0 } line
                ? new(new Secret(line))
                : throw new LoginUnavailableException($"The first line of {file} is empty.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new LoginUnavailableException(unreadable.Message, unreadable);
        }
    }
}

/// <summary>A variable of the environment.</summary>
internal sealed class EnvironmentSecret(string variable) : SecretPlace
{
    public override ValueTask<Secret> ReadAsync(CancellationToken cancellationToken) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? new(new Secret(text))
            : throw new LoginUnavailableException($"The environment variable {variable} is not set.");
}

/// <summary>
/// The first line that a program writes. It is started by itself and not by a shell: words are words, whatever is in
/// them.
/// </summary>
internal sealed class CommandSecret(IReadOnlyList<string> command, TimeProvider time) : SecretPlace
{
    public override async ValueTask<Secret> ReadAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            StandardOutputEncoding = Encoding.UTF8,
        };
        Process? process = null;
        try
        {
            process = Process.Start(start)
                ?? throw new LoginUnavailableException($"{command[0]} could not be started.");
            process.StandardInput.Close();
            var line = await process.StandardOutput.ReadLineAsync(both.Token);
            await process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, both.Token);
            await process.WaitForExitAsync(both.Token);
            if (process.ExitCode != 0)
                throw new LoginUnavailableException($"{command[0]} ended with {process.ExitCode}.");
            return line is { Length: > 0 }
                ? new Secret(line)
                : throw new LoginUnavailableException($"{command[0]} wrote no secret on its first line.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LoginUnavailableException(
                $"{command[0]} did not end within {Patience.TotalSeconds:0} seconds.");
        }
        catch (Exception unstartable) when (unstartable is System.ComponentModel.Win32Exception or IOException)
        {
            throw new LoginUnavailableException($"{command[0]}: {unstartable.Message}", unstartable);
        }
        finally
        {
            if (process is { HasExited: false })
                process.Kill(entireProcessTree: true);
            process?.Dispose();
        }
    }

    /// <summary>Password stores may ask a token over the network; a person who is asked is not there.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
}
