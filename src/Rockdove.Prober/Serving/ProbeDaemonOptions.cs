using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Rockdove.Prober;

/// <summary>What a prober that goes on works with.</summary>
public sealed record ProbeDaemonOptions
{
    /// <summary>What it does at first; <see cref="ProbeDaemon.ReloadAsync"/> takes another one.</summary>
    public required ProberConfiguration Configuration { get; init; }

    /// <summary>Where results are kept. It stays the caller's, and is open for as long as the prober is.</summary>
    public required SqliteProbeJournal Journal { get; init; }

    /// <summary>
    /// What marks are signed with, at least <see cref="ProbeMark.MinimumKeyBytes"/> octets; the same for a database.
    /// </summary>
    public required ReadOnlyMemory<byte> Key { get; init; }

    /// <summary>The version of the program, as metrics tell it.</summary>
    public string Version { get; init; } = "unknown";

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Draws how much longer or shorter waits are; one with a seed for tests.</summary>
    internal Random Random { get; init; } = Random.Shared;

    /// <summary>Changes what the desk works with, for tests.</summary>
    internal Func<ProbeDeskOptions, ProbeDeskOptions>? Desk { get; init; }

    /// <summary>Looks at a domain or a server in place of what does so otherwise, for tests.</summary>
    internal Func<PlannedCheck, CancellationToken, Task<CheckReport>>? Look { get; init; }
}
