namespace Rockdove.Imap;

/// <summary>How THREAD finds out which message answers which (RFC 5256 section 3).</summary>
public enum ThreadAlgorithm : byte
{
    /// <summary>One subject, one thread.</summary>
    OrderedSubject,

    /// <summary>By References, then by subject.</summary>
    References,
}

/// <summary>A message and what answers it.</summary>
/// <param name="Uid">The message; null where others answer one that is not there.</param>
/// <param name="Replies">The answers, in their order.</param>
public sealed record MessageThread(uint? Uid, IReadOnlyList<MessageThread> Replies);
