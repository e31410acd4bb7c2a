namespace Rockdove.Prober;

/// <summary>How far a probe has come. Each ends in <see cref="Resolved"/>, with an outcome.</summary>
public enum ProbeState : byte
{
    /// <summary>It waits for its turn.</summary>
    Queued,

    /// <summary>A connection is made for it. After a crash nobody knows whether it was taken.</summary>
    Sending,

    /// <summary>A server has taken responsibility for it, and it has not been seen.</summary>
    Sent,

    /// <summary>As <see cref="Sent"/>, and longer than it should take.</summary>
    Overdue,

    /// <summary>It has an outcome, which does not change any more.</summary>
    Resolved,
}
