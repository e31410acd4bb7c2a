using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>Postfix's smtp-sink: takes mail and writes it to files, with LF for CRLF.</summary>
internal sealed class SmtpSink : RealServer
{
    private SmtpSink()
    {
        // As root it wants to become somebody else, who must be able to write.
        if (Environment.IsPrivilegedProcess)
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(Folder.FullName, (UnixFileMode)0b111_111_111);
    }

    public static async Task<SmtpSink> StartAsync(params string[] options)
    {
        var sink = new SmtpSink();
        string[] user = Environment.IsPrivilegedProcess ? ["-u", "nobody"] : [];
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // It cannot be asked to choose, so we do, below the range that the system hands out.
            sink.Port = Random.Shared.Next(FirstPort, LastPort);
            string[] place = ["-d", sink.Folder.FullName + "/m.", $"127.0.0.1:{sink.Port}", "100"];
            sink.Start("/usr/sbin/smtp-sink", [.. user, .. options, "-h", "sink.test", .. place]);
            if (await sink.AnswersAsync())
                return sink;
            await sink.EndAsync();
        }

        await sink.DisposeAsync();
        throw new InvalidOperationException("smtp-sink did not start.");
    }

    /// <summary>What arrived, without the lines that smtp-sink puts before it; CRLF again for LF.</summary>
    public IReadOnlyList<string> Messages() => [.. Folder.GetFiles().Select(file => Received(file.FullName))];

    /// <summary>The arguments of MAIL and RCPT as it noted them.</summary>
    public IReadOnlyList<string> EnvelopeLines() =>
    [
        .. Folder.GetFiles().SelectMany(file => File.ReadLines(file.FullName))
            .Where(line => line.StartsWith("X-Mail-Args: ", StringComparison.Ordinal)
                || line.StartsWith("X-Rcpt-Args: ", StringComparison.Ordinal)),
    ];

    private static string Received(string file)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
        var start = text.IndexOf("\nReceived: ", StringComparison.Ordinal);
        do
            start = text.IndexOf('\n', start + 1) + 1;
        while (text[start] is '\t' or ' ');

        Assert.EndsWith("\n\n", text, StringComparison.Ordinal); // It adds an empty line.
        return text[start..^1].Replace("\n", "\r\n", StringComparison.Ordinal);
    }

    /// <summary>True once it greets; false when it has ended, as it does when the port is taken.</summary>
    private async Task<bool> AnswersAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Program!.HasExited && !patience.IsCancellationRequested)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Port), patience.Token);
                using var reader = new StreamReader(new NetworkStream(socket));
                var banner = await reader.ReadLineAsync(patience.Token);
                return banner?.StartsWith("220 sink.test", StringComparison.Ordinal) == true; // Not somebody else.
            }
            catch (SocketException)
            {
                await Task.Yield();
            }
        }

        return false;
    }

    private const int Attempts = 10;
    private const int FirstPort = 20_000;
    private const int LastPort = 32_000;
}
