using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>What an archive says about a message besides its octets.</summary>
internal sealed record ArchivedMessage
{
    /// <summary>Where it was found, for complaints.</summary>
    public required string Where { get; init; }

    public required MailboxName Mailbox { get; init; }

    public required DateTimeOffset Date { get; init; }

    /// <summary>The identifier it had; null if the archive does not say.</summary>
    public uint? Uid { get; init; }

    public SystemFlags Flags { get; init; }

    public IReadOnlyList<string> Keywords { get; init; } = [];

    public DeliveryEnvelope? Envelope { get; init; }
}
