namespace Rockdove.Storage.Sqlite;

/// <summary>Removes a blob that is no message.</summary>
internal sealed class DeleteBlob(long key) : WriteOp<bool>
{
    protected override bool Run(WriterTables tables)
    {
        BodyPlace place;
        using (var row = tables.Connection.Use(
            "SELECT segment, offset, bytes FROM message WHERE key = ?1 AND id IS NULL").Bind(1, key))
        {
            if (!row.Step())
                return false;
            place = new(row.Long(0), row.Long(1), row.Long(2));
        }
        tables.DeleteMessage(key, place);
        return true;
    }
}
