using System.Buffers;

namespace Rockdove.Imap;

/// <summary>The message of an APPEND, while it comes: so many octets, and then the end of the command.</summary>
internal sealed class AppendContent(ImapProtocol protocol)
{
    private long _left;

    /// <summary>What was asked about the message that comes.</summary>
    public AppendQuestion? Append { get; private set; }

    /// <summary>All octets of the message came.</summary>
    public bool IsWhole => _left == 0;

    /// <summary>The message came, and then something that is no end of a command.</summary>
    public bool IsRefused { get; private set; }

    public void Begin(AppendQuestion append)
    {
        Append = append;
        IsRefused = false;
        _left = append.MessageBytes;
    }

    /// <summary>The next octets, where they lie; empty when there are none yet.</summary>
    public ReadOnlyMemory<byte> Take(ref SequenceReader<byte> input)
    {
        var slice = input.UnreadSequence.First;
        if (slice.Length > _left)
            slice = slice[..(int)_left];
        input.Advance(slice.Length);
        _left -= slice.Length;
        return slice;
    }

    /// <summary>
    /// Looks for the end of the command behind the message. Null when it has not come yet; false when something else
    /// did, which is left for whoever throws it away.
    /// </summary>
    public bool? TakeEnd(ref SequenceReader<byte> input)
    {
        if (!input.TryPeek(out var first) || (first == '\r' && input.Remaining < 2))
            return null;
        var isEnd = input.IsNext("\r\n"u8, advancePast: true)
            || (protocol.Allows(ImapLeniencies.BareLineFeed) && input.IsNext((byte)'\n', advancePast: true));
        IsRefused = !isEnd;
        return isEnd;
    }
}
