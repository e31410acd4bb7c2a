namespace Rockdove.Storage;

/// <summary>What a mailbox is for: the attributes of RFC 6154 section 2, and of RFC 8457 section 4.</summary>
[Flags]
public enum SpecialUses : byte
{
    None = 0,
    All = 1,
    Archive = 2,
    Drafts = 4,
    Flagged = 8,
    Junk = 16,
    Sent = 32,
    Trash = 64,

    /// <summary><c>\Important</c>, RFC 8457.</summary>
    Important = 128,
}
