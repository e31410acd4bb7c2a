namespace Rockdove.Storage;

/// <summary>
/// The flags that RFC 9051 section 2.3.2 defines. <c>\Recent</c> belongs to sessions and is not stored.
/// </summary>
[Flags]
public enum SystemFlags : byte
{
    None = 0,
    Answered = 1,
    Flagged = 2,
    Deleted = 4,
    Seen = 8,
    Draft = 16,
}
