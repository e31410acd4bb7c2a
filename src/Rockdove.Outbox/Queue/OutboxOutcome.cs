namespace Rockdove.Outbox;

/// <summary>What became of one recipient. The numbers are kept in files.</summary>
public enum OutboxOutcome : byte
{
    /// <summary>It is tried, or tried again.</summary>
    Waiting = 0,

    /// <summary>The other side has taken responsibility.</summary>
    Delivered = 1,

    /// <summary>It was refused, or there was no time left to try.</summary>
    Failed = 2,
}
