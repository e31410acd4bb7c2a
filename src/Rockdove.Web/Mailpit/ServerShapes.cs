namespace Rockdove.Web;

// What is told of the catcher itself, by Mailpit's names.

internal sealed record SentShape(string ID);

internal sealed record SendErrorShape(string Error);

internal sealed record InfoShape
{
    public required string Version { get; init; }

    /// <summary>Empty: nobody is asked.</summary>
    public required string LatestVersion { get; init; }

    public required string Database { get; init; }

    public required long DatabaseSize { get; init; }

    public required long Messages { get; init; }

    public required long Unread { get; init; }

    public required IReadOnlyDictionary<string, long> Tags { get; init; }

    public required RuntimeShape RuntimeStats { get; init; }
}

internal sealed record RuntimeShape
{
    /// <summary>Seconds.</summary>
    public required long Uptime { get; init; }

    /// <summary>Octets.</summary>
    public required long Memory { get; init; }

    public required long MessagesDeleted { get; init; }

    public required long SMTPAccepted { get; init; }

    public required long SMTPAcceptedSize { get; init; }

    public required long SMTPRejected { get; init; }

    /// <summary>None: nobody's mail is dropped here.</summary>
    public required long SMTPIgnored { get; init; }
}

/// <summary>What Mailpit's page asks for: which of its features there are.</summary>
internal sealed record WebUiShape
{
    public required string Label { get; init; }

    public required RelayShape MessageRelay { get; init; }

    public required bool SpamAssassin { get; init; }

    public required bool ChaosEnabled { get; init; }

    public required bool DuplicatesIgnored { get; init; }

    public required bool HideDeleteAllButton { get; init; }
}

internal sealed record RelayShape
{
    public required bool Enabled { get; init; }

    public required string SMTPServer { get; init; }

    public required string ReturnPath { get; init; }

    public required string AllowedRecipients { get; init; }

    public required string BlockedRecipients { get; init; }

    public required string OverrideFrom { get; init; }

    public required bool PreserveMessageIDs { get; init; }

    public required string RecipientAllowlist { get; init; }
}

// What goes over the websocket: one object for each thing that happened.

internal sealed record NewEventShape(string Type, MessageSummaryShape Data);

internal sealed record UpdateEventShape(string Type, UpdateShape Data);

internal sealed record UpdateShape(string ID, bool Read, IReadOnlyList<string> Tags);

internal sealed record BareEventShape(string Type, string? Data);

internal sealed record StatsEventShape(string Type, StatsShape Data);

internal sealed record StatsShape(long Total, long Unread, string Version);
