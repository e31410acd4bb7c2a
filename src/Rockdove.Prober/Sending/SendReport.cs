namespace Rockdove.Prober;

/// <summary>How an attempt to hand in a mail ended.</summary>
internal enum SendVerdict : byte
{
    /// <summary>A server has taken responsibility for it.</summary>
    Accepted,

    /// <summary>4yz: try again later.</summary>
    Deferred,

    /// <summary>5yz: do not try again.</summary>
    Rejected,

    /// <summary>There is no protected connection.</summary>
    TlsFailed,

    /// <summary>The server did not let us in, or there is nothing to log in with.</summary>
    AuthenticationFailed,

    /// <summary>No connection, or one that broke.</summary>
    Failed,

    /// <summary>All of it was sent and no answer came: it may have been taken (RFC 1047).</summary>
    Uncertain,
}

/// <summary>What the sender shall do about its server from now on.</summary>
internal enum SendAdvice : byte
{
    None,

    /// <summary>421, 4.7.x or 5.4.5: the server wants less mail.</summary>
    SlowDown,

    /// <summary>The login was refused. Going on would lock the account.</summary>
    LoginRefused,
}

/// <summary>One attempt to hand in a mail.</summary>
internal sealed record SendReport
{
    public required SendVerdict Verdict { get; init; }

    /// <summary>When it began, by the wall clock.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The same by <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public required long StartedAt { get; init; }

    /// <summary>When its last word was read: the final reply, or what it failed by.</summary>
    public required long EndedAt { get; init; }

    /// <summary>Each step, in order.</summary>
    public IReadOnlyList<PhaseTime> Phases { get; init; } = [];

    /// <summary>What went wrong; null when nothing did.</summary>
    public ProbeFailure? Failure { get; init; }

    public SendAdvice Advice { get; init; }

    /// <summary>The size of the mail.</summary>
    public long Bytes { get; init; }

    /// <summary>What the server calls it; null when it does not say.</summary>
    public string? QueueId { get; init; }

    /// <summary>What was said, with secrets hidden; empty when nothing was.</summary>
    public ReadOnlyMemory<byte> Transcript { get; init; }

    /// <summary>From the reply to RCPT to the final one: the server stamps the mail within that.</summary>
    public TimeSpan Handing => Phases.Where(phase => phase.Stage is ProbeStage.Data or ProbeStage.Final)
        .Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase.Length);
}
