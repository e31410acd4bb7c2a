using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>
/// Which mail belongs to an inbox: what fits any of these. All of it is compared in any case, with what SMTP said and
/// never with the header.
/// </summary>
public sealed record InboxBinding
{
    /// <summary>Names that a client logged in with.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Whole addresses that mail was sent to.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>Domains that mail was sent to, whoever is there.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>
    /// What follows a plus in the local part of a recipient: <c>checkout</c> of <c>ann+checkout@example.org</c>.
    /// </summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Nothing belongs to it.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>Names of all kinds together.</summary>
    public int Count => Users.Count + Recipients.Count + Domains.Count + Tags.Count;

    /// <summary>What an inbox gets that was created by its name alone: the user and the tag of that name.</summary>
    public static InboxBinding Of(string name) => new() { Users = [name], Tags = [name] };

    /// <summary>Whether a message that came with this envelope belongs here.</summary>
    public bool Takes(DeliveryEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return envelope.Identity is { } user && TakesUser(user) || envelope.ForwardPaths.Any(TakesRecipient);
    }

    /// <summary>Whether all mail of somebody who logged in by this name belongs here.</summary>
    public bool TakesUser(string name) => Users.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether mail to this address belongs here.</summary>
    public bool TakesRecipient(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (Recipients.Contains(address, StringComparer.OrdinalIgnoreCase))
            return true;
        var at = address.LastIndexOf('@');
        var local = at < 0 ? address : address[..at];
        var plus = local.IndexOf('+', StringComparison.Ordinal);
        return at >= 0 && Domains.Contains(address[(at + 1)..], StringComparer.OrdinalIgnoreCase)
            || plus >= 0 && Tags.Contains(local[(plus + 1)..], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Names in one binding: each is compared with each recipient of each message. A test needs a handful.
    /// </summary>
    public const int MostNames = 100;

    /// <summary>Characters of one name: the longest address (RFC 5321 section 4.5.3.1, with room).</summary>
    public const int LongestName = 320;
}
