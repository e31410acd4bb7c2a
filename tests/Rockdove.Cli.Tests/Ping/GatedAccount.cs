using System.Collections.Concurrent;
using Rockdove.Daemon;
using Rockdove.Testing;

namespace Rockdove.Cli.Tests;

/// <summary>An account whose sessions pass through gates of its own, where they can be stopped.</summary>
internal sealed class GatedAccount : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _taken = new();
    private string? _messageId;

    public GatedAccount(string name, PostOffice office, bool isPop3 = false)
    {
        (Name, IsPop3) = (name, isPop3);
        Sending = new LineGate(office.At(ListenerKind.Submission)) { Passed = Follow };
        Receiving = new LineGate(office.At(isPop3 ? ListenerKind.Pop3 : ListenerKind.Imap))
        {
            Passed = (_, _) => Passed?.Invoke(),
        };
    }

    public string Name { get; }

    public bool IsPop3 { get; }

    public LineGate Sending { get; }

    public LineGate Receiving { get; }

    /// <summary>Called with each line that goes either way. By many threads.</summary>
    public Action? Passed { get; set; }

    /// <summary>The Message-IDs of mails of which the server got the end.</summary>
    public IReadOnlyList<string> Taken => [.. _taken];

    public PingAccount Settings => new(Name, Sending.Port, IsPop3 ? "pop3" : "imap", Receiving.Port);

    public void HangUp()
    {
        Sending.HangUp();
        Receiving.HangUp();
    }

    public async ValueTask DisposeAsync()
    {
        await Sending.DisposeAsync();
        await Receiving.DisposeAsync();
    }

    /// <summary>An account sends one mail at a time, so lines of two never mix.</summary>
    private void Follow(GateSide side, string line)
    {
        if (side == GateSide.Client && line.StartsWith("Message-ID: ", StringComparison.OrdinalIgnoreCase))
            _messageId = line;
        else if (side == GateSide.Client && line == ".")
            _taken.Enqueue(_messageId!);
        Passed?.Invoke();
    }
}
