namespace Rockdove.Storage.Sqlite;

/// <summary>
/// Notes that a body is not what was written, so that nobody reads it for right and compaction keeps it.
/// </summary>
internal sealed class MarkDamaged(long message, string what) : WriteOp<bool>
{
    protected override bool Run(WriterTables tables)
    {
        tables.Connection.Use("UPDATE message SET damage = ?2 WHERE key = ?1").Bind(1, message).Bind(2, what).Run();
        return true;
    }
}
