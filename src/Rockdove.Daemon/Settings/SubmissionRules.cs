namespace Rockdove.Daemon;

/// <summary>What holds for mail of those who have logged in.</summary>
public sealed record SubmissionRules
{
    /// <summary>Whose addresses may be in the From and Sender fields of a message.</summary>
    public OriginatorRule From { get; init; } = OriginatorRule.Own;

    /// <summary>Throws when a rule makes no sense.</summary>
    /// <exception cref="ArgumentException">Names the rule.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(From))
            throw new ArgumentException($"{nameof(From)} is {From}; it must be one of own, sender and any.");
    }
}

/// <summary>Under whose name somebody who has logged in may write (RFC 5322 section 3.6.2).</summary>
public enum OriginatorRule : byte
{
    /// <summary>Every address in From and Sender is their own.</summary>
    Own,

    /// <summary>
    /// Whoever is in From, if Sender is there and names an address of their own: mail on behalf of others, which
    /// programs show as such.
    /// </summary>
    Sender,

    /// <summary>Nobody looks.</summary>
    Any,
}
