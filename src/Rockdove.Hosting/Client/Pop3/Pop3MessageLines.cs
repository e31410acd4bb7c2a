using Rockdove.Pop3;

namespace Rockdove.Hosting;

/// <summary>The lines of messages in what a POP3 server says. The one with the dot is no line of the message.</summary>
/// <param name="conversation">Follows what is said; it is told the server's lines here.</param>
internal sealed class Pop3MessageLines(Pop3Redactor conversation) : IServerContent
{
    private readonly List<byte> _line = [];

    public int Take(ReadOnlySpan<byte> octets, out bool isContent)
    {
        isContent = conversation.IsInContent;
        var newline = octets.IndexOf((byte)'\n');
        var taken = newline < 0 ? octets.Length : newline + 1;
        _line.AddRange(octets[..Math.Min(taken, KnownBytes - _line.Count)]);
        if (newline < 0)
            return taken;
        conversation.OnServerLine(_line is [.. var line, (byte)'\r', (byte)'\n'] ? [.. line] : [.. _line]);
        _line.Clear();
        isContent &= conversation.IsInContent;
        return taken;
    }

    /// <summary>How much of a line is looked at: answers begin with a word, and messages end with a dot.</summary>
    private const int KnownBytes = 64;
}
