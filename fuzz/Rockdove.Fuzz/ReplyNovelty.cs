namespace Rockdove.Fuzz;

/// <summary>
/// Knows which replies have followed which: what an engine says is the shadow of what its code does, and it costs
/// nothing to watch.
/// </summary>
internal sealed class ReplyNovelty
{
    private readonly bool[] _seen = new bool[1 << 16];

    public int Seen { get; private set; }

    /// <summary>True when one line followed another for the first time.</summary>
    public bool IsNew(ReadOnlySpan<byte> replies)
    {
        var isNew = false;
        uint previous = 0;
        while (!replies.IsEmpty)
        {
            var end = replies.IndexOf((byte)'\n') + 1;
            var line = Hash(replies[..Math.Min(end, KeyOctets)]);
            var pair = (previous * 31 + line) & 0xFFFF;
            if (!_seen[pair])
            {
                _seen[pair] = true;
                Seen++;
                isNew = true;
            }

            previous = line;
            replies = replies[end..];
        }

        return isNew;
    }

    private static uint Hash(ReadOnlySpan<byte> octets)
    {
        var hash = 2166136261;
        foreach (var octet in octets)
            hash = (hash ^ octet) * 16777619;
        return hash;
    }

    /// <summary>The code, the status and the first words; what comes later may quote the client.</summary>
    private const int KeyOctets = 24;
}
