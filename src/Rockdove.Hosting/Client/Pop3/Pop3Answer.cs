using Rockdove.Pop3;

namespace Rockdove.Hosting;

/// <summary>What a server said to one command.</summary>
/// <param name="Response">The first line; null when the connection failed first.</param>
public sealed record Pop3Answer(Pop3Response? Response)
{
    /// <summary>The command was carried out.</summary>
    public bool IsOk => Response is { IsPositive: true };

    /// <summary>The lines of LIST or UIDL.</summary>
    public IReadOnlyList<Pop3ListLine> Listing { get; init; } = [];

    /// <summary>The message, or the part of it that was asked for, where it was gathered.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }
}
