namespace Rockdove.Bench;

/// <summary>What can be varied in the bare responder, each as <c>--name value</c>.</summary>
internal sealed record BareOptions
{
    public int Port { get; private init; }

    /// <summary>async, events, threads, kestrel or kestrel-inline.</summary>
    public string Transport { get; private init; } = "async";

    public int BufferBytes { get; private init; } = 16 * 1024;

    /// <summary>SO_RCVBUF; 0 leaves it to the kernel.</summary>
    public int SocketBufferBytes { get; private init; }

    public bool NoDelay { get; private init; } = true;

    /// <summary>The size of the blocks in Kestrel's pipes; 0 leaves Kestrel's own pool in place.</summary>
    public int BlockBytes { get; private init; }

    /// <summary>Runs continuations on the thread that polls the sockets.</summary>
    public bool Inline { get; private init; }

    /// <summary>How many threads poll sockets; 0 leaves it to the runtime (about one per two cores).</summary>
    public int PollThreads { get; private init; }

    public static BareOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new BareOptions();
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var value = args[i + 1];
            options = args[i] switch
            {
                "--port" => options with { Port = Number(value) },
                "--transport" => options with { Transport = value },
                "--buffer" => options with { BufferBytes = Number(value) },
                "--socket-buffer" => options with { SocketBufferBytes = Number(value) },
                "--block" => options with { BlockBytes = Number(value) },
                "--inline" => options with { Inline = value == "on" },
                "--poll-threads" => options with { PollThreads = Number(value) },
                "--no-delay" => options with { NoDelay = value == "on" },
                _ => throw new ArgumentException($"bare: unknown option {args[i]}"),
            };
        }

        return options;
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
