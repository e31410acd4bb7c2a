namespace Rockdove.Storage;

/// <summary>
/// What whoever commits a message has found in it while it passed by. All of it may be missing: a store keeps it and
/// does not look into the message itself.
/// </summary>
public sealed record MessageDetails
{
    public static readonly MessageDetails None = new();

    /// <summary>
    /// Where the parts of the message are, in a form that only those who write it can read (<c>MessageStructure</c> of
    /// Rockdove.Mime). Empty if nobody looked. Kept, and given back as <see cref="MessageRow.Structure"/>.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// It has more than <see cref="MaximumStructureBytes"/>: the message is to be read anew each time.
    /// </exception>
    public ReadOnlyMemory<byte> Structure
    {
        get;
        init => field = value.Length <= MaximumStructureBytes
            ? value
            : throw new ArgumentException($"A structure is at most {MaximumStructureBytes} octets.", nameof(value));
    }

    /// <summary>The message's own id (RFC 5322 section 3.6.4), without angle brackets; null if it has none.</summary>
    public string? MessageIdField { get; init; }

    /// <summary>
    /// The ids of the messages that it answers, oldest first: References, or if that is missing In-Reply-To
    /// (RFC 5256 section 3). Of more than <see cref="MaximumReferences"/> the first and the last ones count.
    /// </summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>
    /// Octets. Ten thousand parts with all that is told of them; a structure that is larger costs more to keep than to
    /// find again.
    /// </summary>
    public const int MaximumStructureBytes = 1024 * 1024;

    /// <summary>
    /// References that count. Programs shorten theirs to fewer (RFC 5537 section 3.4.4), and each costs a lookup.
    /// </summary>
    public const int MaximumReferences = 20;

    /// <summary>Characters in an id that counts: one line (RFC 5322 section 2.1.1). Longer ones name nothing.</summary>
    public const int MaximumIdLength = 998;
}
