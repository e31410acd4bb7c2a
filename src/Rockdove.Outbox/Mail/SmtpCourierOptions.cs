namespace Rockdove.Outbox;

/// <summary>How mail is taken out.</summary>
public sealed record SmtpCourierOptions
{
    /// <summary>Where it may go by. None: nowhere.</summary>
    public IReadOnlyList<SmtpRoute> Routes { get; init; } = [];

    /// <summary>Looked at before each attempt.</summary>
    public RecipientRules Rules { get; init; } = RecipientRules.Anybody;

    /// <summary>The name in EHLO and in the Received field.</summary>
    public string HelloName { get; init; } = "localhost";

    /// <summary>
    /// Received fields at which a message goes round and round. RFC 5321 section 6.3 asks for 100 at least where many
    /// servers pass mail on; what an application has just sent has none.
    /// </summary>
    public int MostReceived { get; init; } = 25;

    /// <summary>How long to connect, and for each reply.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// For the reply to the message, which some servers take minutes to examine (RFC 5321 section 4.5.3.2.6).
    /// </summary>
    public TimeSpan MessagePatience { get; init; } = TimeSpan.FromMinutes(10);
}
