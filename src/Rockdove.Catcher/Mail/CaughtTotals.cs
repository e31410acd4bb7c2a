namespace Rockdove.Catcher;

/// <summary>What a catcher has done since its start.</summary>
public sealed class CaughtTotals
{
    private long _accepted;
    private long _acceptedBytes;
    private long _refused;
    private long _deleted;

    /// <summary>Messages that came by SMTP or LMTP and were kept.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Their octets.</summary>
    public long AcceptedBytes => Interlocked.Read(ref _acceptedBytes);

    /// <summary>Messages that came and could not be kept, since there was no room.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Messages that were deleted, or went to make room.</summary>
    public long Deleted => Interlocked.Read(ref _deleted);

    internal void Accept(long bytes)
    {
        Interlocked.Increment(ref _accepted);
        Interlocked.Add(ref _acceptedBytes, bytes);
    }

    internal void Refuse() => Interlocked.Increment(ref _refused);

    internal void Delete(long messages) => Interlocked.Add(ref _deleted, messages);
}
