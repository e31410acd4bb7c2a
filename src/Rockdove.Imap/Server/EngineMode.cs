namespace Rockdove.Imap;

/// <summary>What the next octets of a client are.</summary>
internal enum EngineMode : byte
{
    /// <summary>A command.</summary>
    Command,

    /// <summary>A message of APPEND or REPLACE, and what belongs to the command behind it.</summary>
    Content,

    /// <summary>The rest of a command that was refused.</summary>
    Skip,

    /// <summary>A response to a challenge.</summary>
    Sasl,

    /// <summary>DONE, some time.</summary>
    Idle,

    /// <summary>A handshake, which is the host's.</summary>
    StartTls,

    /// <summary>The host has not yet begun to compress.</summary>
    StartCompression,
    Closing,
    Aborting,
}
