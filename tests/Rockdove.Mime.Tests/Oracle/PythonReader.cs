using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;

namespace Rockdove.Mime.Tests;

/// <summary>Python's email package, asked about one message after another.</summary>
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

    public List<string> Read(byte[] message)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, message.Length);
        _process.StandardInput.BaseStream.Write(length);
        _process.StandardInput.BaseStream.Write(message);
        _process.StandardInput.BaseStream.Flush();
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
        _process.StandardInput.Close();
        _process.WaitForExit(5_000);
        _process.Dispose();
    }
}
