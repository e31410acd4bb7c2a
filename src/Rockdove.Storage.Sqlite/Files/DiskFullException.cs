namespace Rockdove.Storage.Sqlite;

/// <summary>The volume, or somebody's share of it, is full.</summary>
internal sealed class DiskFullException : IOException
{
    public DiskFullException()
    {
    }

    public DiskFullException(string message)
        : base(message)
    {
    }

    public DiskFullException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Whether an error of the system says so: ENOSPC, EDQUOT, ERROR_DISK_FULL.</summary>
    public static bool IsSaidBy(IOException error) => error is not DiskFullException
        && error.HResult is 28 or 122 or 69 or unchecked((int)0x80070070) or unchecked((int)0x80070027);
}
