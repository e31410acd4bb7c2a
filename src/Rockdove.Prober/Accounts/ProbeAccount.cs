namespace Rockdove.Prober;

/// <summary>One that mails are sent from and to.</summary>
public sealed record ProbeAccount
{
    /// <summary>By what it is called in results, metrics and pictures; unique.</summary>
    public required string Name { get; init; }

    /// <summary>Its address, which is the reverse-path of what it sends and the forward-path of what it gets.</summary>
    public required string Address { get; init; }

    /// <summary>What it is drawn with, such as its provider; null for none.</summary>
    public string? Group { get; init; }

    /// <summary>Where it submits mail; null for one that only receives.</summary>
    public ProbeServer? Send { get; init; }

    /// <summary>Where it looks for mail; null for one that only sends.</summary>
    public ProbeServer? Receive { get; init; }

    public ReceiveProtocol Protocol { get; init; } = ReceiveProtocol.Imap;

    /// <summary>What to log in with; null for servers that want none.</summary>
    public ILoginSource? Login { get; init; }

    /// <summary>The only SASL mechanisms to use; null for the best that both know.</summary>
    public IReadOnlyCollection<string>? Mechanisms { get; init; }

    /// <summary>The name in EHLO; null for that of this machine.</summary>
    public string? HelloName { get; init; }

    /// <summary>
    /// Folders that are looked into, by IMAP. A name that begins with a backslash is a special use (RFC 6154), such as
    /// <c>\Junk</c>, which is looked for by that attribute first and by usual names then.
    /// </summary>
    public IReadOnlyList<string> Folders { get; init; } = ["INBOX", "\\Junk"];

    /// <summary>How long between two looks where a server does not tell.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How much it may send.</summary>
    public SendLimits Limits { get; init; } = SendLimits.None;

    /// <summary>Deletes mails of ours from its mailbox once they have been seen.</summary>
    public bool DeletesMail { get; init; } = true;

    /// <summary>True for servers of one's own, which may be asked what strangers may not.</summary>
    public bool IsOwn { get; init; }
}
