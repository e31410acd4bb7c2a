namespace Rockdove.Prober;

/// <summary>What is known when a server has taken a mail.</summary>
/// <param name="Started">When the connection was begun.</param>
/// <param name="Accepted">When the final 250 was read.</param>
/// <param name="Submit">How long all of it took.</param>
/// <param name="Phases">Each step of it.</param>
/// <param name="Bytes">The size of the mail.</param>
/// <param name="QueueId">What the server calls it, from the text of its 250; null when it does not say.</param>
/// <param name="Deferrals">How many times it was put off before.</param>
public sealed record SentProbe(
    DateTimeOffset Started,
    DateTimeOffset Accepted,
    TimeSpan Submit,
    IReadOnlyList<PhaseTime> Phases,
    long Bytes,
    string? QueueId,
    int Deferrals);
