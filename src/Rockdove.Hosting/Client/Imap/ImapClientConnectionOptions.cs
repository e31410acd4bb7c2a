using Rockdove.Imap;

namespace Rockdove.Hosting;

/// <summary>What an IMAP connection says, beside how it gets there.</summary>
public sealed record ImapClientConnectionOptions : ClientConnectionOptions
{
    /// <summary>What is said. <see cref="ImapClientOptions.IsSecure"/> is filled in.</summary>
    public required ImapClientOptions Session { get; init; }

    /// <summary>
    /// How many octets of messages one answer may hold where they are gathered, and not handed out as they come. A
    /// server that sends more ends the connection: it was asked for less.
    /// </summary>
    public int GatheredBytes { get; init; } = 16 * 1024 * 1024;
}
