using Rockdove.Hosting;

namespace Rockdove.Mailboxes;

/// <summary>Tells a client that waits for a long command how far it is, now and then (INPROGRESS, RFC 9585).</summary>
internal sealed class ProgressNotice(ImapContext context, TimeProvider time)
{
    private long _told = time.GetTimestamp();

    /// <summary>So much is done. Call it for each message: it looks at the clock only now and then.</summary>
    /// <param name="done">How many messages.</param>
    /// <param name="all">Of how many; null where that is not known.</param>
    public ValueTask TellAsync(int done, uint? all)
    {
        if (done % MessagesBetween != 0 || time.GetElapsedTime(_told) < Pause)
            return default;
        _told = time.GetTimestamp();
        return context.TellProgressAsync((uint)done, all);
    }

    /// <summary>RFC 9585 section 3: often enough for a client not to give up, and for a person not to wonder.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private const int MessagesBetween = 64;
}
