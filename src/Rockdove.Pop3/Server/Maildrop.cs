namespace Rockdove.Pop3;

/// <summary>
/// The messages of a mailbox as they were when a session began (RFC 1939 section 4): numbered from 1, and nothing in it
/// changes while the session lasts. The host makes one; the engine asks it and never waits for it.
/// </summary>
public abstract class Maildrop
{
    /// <summary>How many messages there are.</summary>
    public abstract int Count { get; }

    /// <summary>
    /// The octets of a message as a client gets them, with CRLF at the end of each line and without the dots that
    /// sending adds (section 11).
    /// </summary>
    /// <param name="number">From 1 to <see cref="Count"/>.</param>
    public abstract long BytesOf(int number);

    /// <summary>
    /// Writes the unique identifier of a message: 1 to 70 octets from <c>!</c> to <c>~</c>, the same in every session,
    /// and never that of another message of this maildrop (section 7).
    /// </summary>
    /// <param name="number">From 1 to <see cref="Count"/>.</param>
    /// <param name="destination">Has <see cref="UniqueIdOctets"/> octets.</param>
    /// <returns>How many were written.</returns>
    public abstract int WriteUniqueId(int number, Span<byte> destination);

    /// <summary>The longest unique identifier (section 7).</summary>
    public const int UniqueIdOctets = 70;
}
