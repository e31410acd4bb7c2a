using Rockdove.Imap;

namespace Rockdove.Hosting;

/// <summary>How many connections of one endpoint may be compressed at a time, since each needs memory for it.</summary>
internal sealed class CompressionSlots(int most)
{
    private int _taken;

    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= most)
            return true;
        Interlocked.Decrement(ref _taken);
        return false;
    }

    public void Release() => Interlocked.Decrement(ref _taken);

    /// <summary>The answer to <see cref="CompressQuestion"/>.</summary>
    public ImapReply Answer(ImapContext context)
    {
        if (!TryTake())
            return ImapReplies.NoCompression;
        context.Compresses = true;
        return ImapReplies.BeginCompression;
    }
}
