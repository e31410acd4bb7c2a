using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;

namespace Rockdove.Mime.Tests;

/// <summary>
/// Python's email package. One process reads all messages, while we read what it said of those before.
/// </summary>
internal sealed class PythonReader : IDisposable
{
    private readonly Process _process;

    public PythonReader()
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Oracle", "canonical.py");
        ProcessStartInfo start = new("python3", ["-I", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException("python3 cannot be started; install it, it judges our reading.", error);
        }
    }

    /// <summary>What it reads in each message, as the lines of <c>canonical.py</c>.</summary>
    public IEnumerable<List<string>> Read(IReadOnlyList<OracleMessage> messages)
    {
        var writing = Task.Run(() => Write(messages));
        foreach (var _ in messages)
            yield return ReadOne();
        writing.GetAwaiter().GetResult();
    }

    private void Write(IReadOnlyList<OracleMessage> messages)
    {
        using var input = _process.StandardInput.BaseStream;
        var length = new byte[4];
        foreach (var (octets, _) in messages)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, octets.Length);
            input.Write(length);
            input.Write(octets);
        }
    }

    private List<string> ReadOne()
    {
        List<string> lines = [];
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (line == ".")
                return lines;
            lines.Add(line);
        }

        throw new InvalidOperationException("canonical.py ended; its standard error says why.");
    }

    public void Dispose()
    {
        if (!_process.WaitForExit(5_000))
            _process.Kill();
        _process.Dispose();
    }
}
