namespace Rockdove.Storage;

/// <summary>What a read must bring besides what every row has. A store may bring more.</summary>
[Flags]
public enum MessageFields
{
    None = 0,

    /// <summary><see cref="MessageRow.Envelope"/>, if the message came with one.</summary>
    Envelope = 1,

    /// <summary><see cref="MessageRow.Structure"/>, if the message was committed with one.</summary>
    Structure = 2,

    /// <summary><see cref="MessageRow.Names"/>, if the message was committed with what they are made of.</summary>
    Names = 4,
}
