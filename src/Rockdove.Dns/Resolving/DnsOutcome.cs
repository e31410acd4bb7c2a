namespace Rockdove.Dns;

/// <summary>
/// How a question ended. The first three are answers; the others say that nobody knows, which is never the same as that
/// there is nothing.
/// </summary>
public enum DnsOutcome : byte
{
    /// <summary>There are records.</summary>
    Found,

    /// <summary>The name exists, and has no record of this type.</summary>
    NoData,

    /// <summary>The name does not exist.</summary>
    NoName,

    /// <summary>
    /// The servers could not find out, or would not: also what is said of signatures that do not fit.
    /// </summary>
    ServerFailed,

    /// <summary>No server answered in time.</summary>
    TimedOut,

    /// <summary>No server could be reached.</summary>
    Unreachable,

    /// <summary>What was answered cannot be read, or leads in a circle.</summary>
    Broken,
}
