namespace Rockdove.Outbox;

/// <summary>What became of an item: of all of its recipients.</summary>
public enum OutboxState : byte
{
    /// <summary>For one recipient at least it is tried, or tried again.</summary>
    Waiting,

    /// <summary>All recipients have it.</summary>
    Delivered,

    /// <summary>Some have it, and the others do not get it.</summary>
    PartlyDelivered,

    /// <summary>Nobody gets it.</summary>
    Failed,
}
