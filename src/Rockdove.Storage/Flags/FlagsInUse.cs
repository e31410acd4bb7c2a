namespace Rockdove.Storage;

/// <summary>What SELECT tells of the flags in a mailbox (RFC 9051 section 6.3.2, RFC 3501 section 6.3.1).</summary>
/// <param name="Keywords">
/// Keywords that some message has, each once, in the order of their letters: at most
/// <see cref="MaximumKeywords"/>, and of more than <see cref="MaximumCombinations"/> combinations not all.
/// </param>
/// <param name="FirstUnseen">
/// The first message without <c>\Seen</c>, if it is among the first <see cref="MessagesLookedAt"/>: nobody waits for
/// a walk through a large mailbox for a number that IMAP4rev2 has done away with.
/// </param>
public sealed record FlagsInUse(IReadOnlyList<string> Keywords, Uid? FirstUnseen)
{
    /// <summary>Keywords that are told: some kilobytes with each SELECT.</summary>
    public const int MaximumKeywords = 200;

    /// <summary>Different sets of keywords that are looked at; each costs a look into an index.</summary>
    public const int MaximumCombinations = 1000;

    /// <summary>Some milliseconds of reading.</summary>
    public const int MessagesLookedAt = 10_000;
}
