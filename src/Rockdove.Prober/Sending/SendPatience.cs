namespace Rockdove.Prober;

/// <summary>How long a server may take for each thing that is asked of it.</summary>
public sealed record SendPatience
{
    /// <summary>The name and the connection, over all addresses.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>One command and its reply.</summary>
    /// <remarks>RFC 5321 section 4.5.3.2 has five minutes; who waits for so long has had an answer: it is
    /// slow.</remarks>
    public TimeSpan Command { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>From the end of the mail to the reply: the server may be delivering.</summary>
    public TimeSpan Data { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The goodbye. Nothing depends on it.</summary>
    public TimeSpan Quit { get; init; } = TimeSpan.FromSeconds(5);
}
