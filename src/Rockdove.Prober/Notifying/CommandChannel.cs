using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Rockdove.Prober;

/// <summary>
/// Runs a program, without a shell, with a notice as JSON on its input. It says with 0 that it has told.
/// </summary>
/// <param name="name">What rules call it.</param>
/// <param name="file">The program.</param>
/// <param name="arguments">Its arguments, as they are.</param>
/// <param name="limit">When it is killed, with those that it has started.</param>
/// <param name="clock">By which that is.</param>
public sealed class CommandChannel(
    string name, string file, IReadOnlyList<string> arguments, TimeSpan limit, TimeProvider clock) : IAlertChannel
{
    public string Name => name;

    public async Task SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var process = Start();
        try
        {
            var said = process.StandardError.ReadToEndAsync(either.Token);
            var heard = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, either.Token);
            await WriteAsync(process, notice, either.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
            await heard.ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                var why = FirstLine(await said.ConfigureAwait(false));
                throw new AlertNotSentException(string.Create(
                    CultureInfo.InvariantCulture, $"{file} ended with {process.ExitCode}: {why}"));
            }
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AlertNotSentException($"{file} did not end in {limit.TotalSeconds:0} s, and was killed.", error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return Process.Start(start) ?? throw new AlertNotSentException($"{file} cannot be run.");
        }
        catch (Win32Exception error)
        {
            throw new AlertNotSentException($"{file} cannot be run: {error.Message}.", error);
        }
    }

    private static async Task WriteAsync(Process process, AlertNotice notice, CancellationToken cancellationToken)
    {
        var octets = JsonSerializer.SerializeToUtf8Bytes(notice, AlertJsonContext.Default.AlertNotice);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(octets, cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It need not read what it is given: how it ends decides.
        }
    }

    private static string FirstLine(string said)
    {
        var line = said.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        return line.Length > MaximumSaid ? string.Concat(line[..MaximumSaid], "...") : line.ToString();
    }

    /// <summary>It is a reason in a row of a table, not a log.</summary>
    private const int MaximumSaid = 200;
}
