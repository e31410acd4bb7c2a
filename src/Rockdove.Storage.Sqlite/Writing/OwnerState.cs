namespace Rockdove.Storage.Sqlite;

/// <summary>An owner's row as the writer has it in mind. Written once for each batch that changed it.</summary>
internal sealed class OwnerState
{
    public required long Key { get; init; }

    public required string Name { get; init; }

    public long Messages { get; set; }

    public long Bytes { get; set; }

    public QuotaLimits Limits { get; set; }

    /// <exception cref="QuotaExceededException">There would be too much.</exception>
    public void RequireQuota(long addedBytes, long addedMessages) =>
        Limits.Require(Name, Bytes, addedBytes, Messages, addedMessages);
}
