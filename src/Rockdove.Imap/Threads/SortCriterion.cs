namespace Rockdove.Imap;

/// <summary>What SORT can look at (RFC 5256 section 3, RFC 5957).</summary>
public enum SortKey : byte
{
    /// <summary>INTERNALDATE, with its time.</summary>
    Arrival,

    /// <summary>The local part of the first Cc address.</summary>
    Cc,

    /// <summary>The Date field, with its time and zone.</summary>
    Date,

    /// <summary>The local part of the first From address.</summary>
    From,

    Size,

    /// <summary>The base subject.</summary>
    Subject,

    /// <summary>The local part of the first To address.</summary>
    To,

    /// <summary>The name of the first From address, or the address (RFC 5957).</summary>
    DisplayFrom,

    /// <summary>The name of the first To address, or the address (RFC 5957).</summary>
    DisplayTo,
}

/// <summary>One criterion of SORT.</summary>
/// <param name="Key">What is looked at.</param>
/// <param name="IsReverse">The highest first. Messages that are equal stay in the order of their UIDs.</param>
public readonly record struct SortCriterion(SortKey Key, bool IsReverse);
