namespace Rockdove.Prober;

/// <summary>What became of a probe.</summary>
public enum ProbeOutcome : byte
{
    /// <summary>It lies in the mailbox, in time.</summary>
    Delivered,

    /// <summary>It lies among the spam, in time.</summary>
    DeliveredSpam,

    /// <summary>It came after the soft deadline.</summary>
    Late,

    /// <summary>A report says that it could not be delivered.</summary>
    Bounced,

    /// <summary>It had not come by the hard deadline.</summary>
    Lost,

    /// <summary>It came more than once.</summary>
    Duplicate,

    /// <summary>The sending server refused it with a 5yz.</summary>
    Rejected,

    /// <summary>
    /// It could not be given to the sending server: no connection, a 4yz twice, a session that broke.
    /// </summary>
    SendFailed,

    /// <summary>No protected connection came about where one is wanted.</summary>
    TlsFailed,

    /// <summary>The sending server did not let us in.</summary>
    AuthenticationFailed,

    /// <summary>The mailbox could not be looked into, so that nobody knows whether it came.</summary>
    ReceiveFailed,

    /// <summary>It was not sent: the account had used up what it may send.</summary>
    SkippedForBudget,

    /// <summary>The prober was killed while it sent, and the mail was never seen.</summary>
    Unknown,
}
