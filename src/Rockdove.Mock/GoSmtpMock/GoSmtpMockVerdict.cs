namespace Rockdove.Mock;

/// <summary>What the profile thinks of one command line, or of a message that has come, before it is said.</summary>
/// <param name="Command">Which.</param>
/// <param name="Request">What the client said; empty for the greeting and for a message.</param>
internal sealed record GoSmtpMockVerdict(GoSmtpMockCommand Command, string Request)
{
    public bool IsGood { get; init; }

    /// <summary>The whole reply; lines after the first behind CRLF.</summary>
    public string Reply { get; init; } = "";

    public TimeSpan Delay { get; init; }

    /// <summary>What patterns of a script are matched with: the name of HELO, or an address.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The moment of a script; null where nothing but "any command" has happened.</summary>
    public MockMoment? Moment => !IsGood ? null : Command switch
    {
        GoSmtpMockCommand.Connect => MockMoment.Connect,
        GoSmtpMockCommand.Helo => MockMoment.Hello,
        GoSmtpMockCommand.StartTls => MockMoment.StartTls,
        GoSmtpMockCommand.Mail => MockMoment.Mail,
        GoSmtpMockCommand.Rcpt => MockMoment.Recipient,
        GoSmtpMockCommand.Data => MockMoment.Data,
        GoSmtpMockCommand.Message => MockMoment.Message,
        GoSmtpMockCommand.Rset => MockMoment.Reset,
        GoSmtpMockCommand.Noop => MockMoment.Noop,
        GoSmtpMockCommand.Quit => MockMoment.Quit,
        _ => null,
    };

    /// <summary>Moments that this manner of talking does not have.</summary>
    public static readonly IReadOnlyCollection<MockMoment> Missing =
        [MockMoment.Auth, MockMoment.Content, MockMoment.Verify, MockMoment.Expand, MockMoment.Help];

    /// <summary>
    /// A bad one of these ends the conversation where failing fast is on; what is no command does not.
    /// </summary>
    public bool CountsAsFailure => Command is not (
        GoSmtpMockCommand.Unknown or GoSmtpMockCommand.Noop or GoSmtpMockCommand.Quit or GoSmtpMockCommand.Connect);
}

/// <summary>What becomes of a verdict.</summary>
/// <param name="IsGood">Whether what was asked for happens.</param>
/// <param name="Reply">What the engine says.</param>
internal readonly record struct GoSmtpMockDecision(bool IsGood, string Reply)
{
    /// <summary>What the client gets to hear in its place, for the record; null for the same.</summary>
    public string? Heard { get; init; }

    /// <summary>The message, when one has come.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }
}

internal enum GoSmtpMockCommand : byte
{
    Unknown,
    Connect,
    Helo,
    StartTls,
    Mail,
    Rcpt,
    Data,
    Message,
    Rset,
    Noop,
    Quit,
}
