using Rockdove.Pop3;

namespace Rockdove.Hosting;

/// <summary>What a POP3 connection says, beside how it gets there.</summary>
public sealed record Pop3ClientConnectionOptions : ClientConnectionOptions
{
    /// <summary>What is said. <see cref="Pop3ClientOptions.IsSecure"/> is filled in.</summary>
    public required Pop3ClientOptions Session { get; init; }

    /// <summary>
    /// How many octets of a message are gathered, where they are not handed out as they come. A message that is bigger
    /// ends the connection, since POP3 has no way to stop it.
    /// </summary>
    public int GatheredBytes { get; init; } = 16 * 1024 * 1024;
}
