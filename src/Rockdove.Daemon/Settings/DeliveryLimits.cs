namespace Rockdove.Daemon;

/// <summary>What keeps one message from being delivered for ever, or to everybody.</summary>
public sealed record DeliveryLimits
{
    /// <summary>
    /// Received fields of a message that comes; with more it goes in circles (RFC 5321 section 6.3 wants this to be at
    /// least 100).
    /// </summary>
    public int ReceivedFields { get; init; } = 100;

    /// <summary>Aliases behind one another. Nobody can follow longer ways, and a longer one is a mistake.</summary>
    public int AliasDepth { get; init; } = 10;

    /// <summary>Mailboxes that one recipient may lead to. Larger lists are the business of a list server.</summary>
    public int AliasRecipients { get; init; } = 1000;

    /// <summary>
    /// What begins a detail in a local part, as in <c>ann+lists@example.org</c>; null where there are none.
    /// </summary>
    public char? DetailSeparator { get; init; } = '+';

    /// <summary>Throws when a limit makes no sense.</summary>
    /// <exception cref="ArgumentException">Names the limit.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ReceivedFields, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(AliasDepth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(AliasRecipients, 1);
        if (DetailSeparator is { } separator && (char.IsAsciiLetterOrDigit(separator) || separator is '@' or '*'))
            throw new ArgumentException($"{nameof(DetailSeparator)} is '{separator}'; it must be a mark such as +.");
    }
}
