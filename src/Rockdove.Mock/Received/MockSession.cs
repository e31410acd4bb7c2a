using System.Net;
using System.Text;
using Rockdove.Hosting;
using Rockdove.Wire;

namespace Rockdove.Mock;

/// <summary>One connection to the mock, while it lasts and afterwards.</summary>
public sealed class MockSession
{
    private readonly Lock _lock = new();
    private readonly List<ReceivedMessage> _messages = [];
    private readonly Dictionary<CountedRule, long> _times = [];
    private readonly RecordingTap _recording;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal MockSession(IPEndPoint? client, DateTimeOffset startedAt, RecordingTap recording)
    {
        Client = client;
        StartedAt = startedAt;
        _recording = recording;
    }

    /// <summary>The place among all sessions of the server, from 1.</summary>
    public int Number { get; internal set; }

    /// <summary>Where the client is; null over pipes in memory.</summary>
    public IPEndPoint? Client { get; }

    public DateTimeOffset StartedAt { get; }

    /// <summary>The connection is over, and the transcript is whole.</summary>
    public bool HasEnded => _ended.Task.IsCompleted;

    /// <summary>
    /// What both sides have said, times as comments and secrets hidden. It can be played again: as a test's transcript,
    /// or as the script of another mock.
    /// </summary>
    public Transcript Transcript => _recording.ToTranscript($"session-{Number}.smtp");

    /// <summary>The messages that were accepted in this session.</summary>
    public IReadOnlyList<ReceivedMessage> Messages
    {
        get
        {
            lock (_lock)
                return [.. _messages];
        }
    }

    /// <summary>Where the client left the script that was to be repeated; null when it did not.</summary>
    public string? Mismatch { get; internal set; }

    /// <summary>
    /// What go-smtp-mock would list of this connection: with its profile, each message as that keeps it, the last one
    /// as it is now. Empty without the profile.
    /// </summary>
    public IReadOnlyList<GoSmtpMockMessage> GoSmtpMockMessages => Dialogue?.Messages ?? [];

    internal GoSmtpMockDialogue? Dialogue { get; set; }

    /// <summary>Waits until the connection is over and the transcript whole.</summary>
    /// <param name="timeout">How long at the most; ten seconds unless told.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MockWaitException">It goes on. The message says how far it has come.</exception>
    public async Task WaitForEndAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var patience = timeout ?? MockMailServer.DefaultWait;
        MockLimits.DemandBounded(patience);
        try
        {
            await _ended.Task.WaitAsync(patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new MockWaitException(
                string.Create(null, $"The session did not end within {patience.TotalSeconds:0.###} s: {this}"),
                    Messages);
        }
    }

    /// <summary>One line, as failures show it: the number, and the last thing that each side said.</summary>
    public override string ToString()
    {
        var lines = Transcript.Lines;
        var text = new StringBuilder();
        text.Append(null, $"session {Number}, {(HasEnded ? "ended" : "open")}");
        foreach (var kind in new[] { TranscriptLineKind.Client, TranscriptLineKind.Server })
        {
            if (lines.LastOrDefault(line => line.Kind == kind) is { } last)
                text.Append(null, $"; {last}");
        }

        return text.Append(Mismatch is null ? "" : $"; {Mismatch}").ToString();
    }

    /// <summary>Writes down something that is no octet, as a comment of the transcript.</summary>
    internal void Note(string text) => _recording.Note(text);

    internal void End() => _ended.TrySetResult();

    internal void Add(ReceivedMessage message)
    {
        lock (_lock)
            _messages.Add(message);
    }

    /// <summary>How often a rule that counts in each session has been met in this one.</summary>
    internal long Count(CountedRule rule)
    {
        lock (_lock)
            return _times[rule] = _times.GetValueOrDefault(rule) + 1;
    }
}
