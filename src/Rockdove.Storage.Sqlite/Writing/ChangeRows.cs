namespace Rockdove.Storage.Sqlite;

/// <summary>A change so small that whoever asks for it says it in place.</summary>
internal sealed class ChangeRows<T>(Func<WriterTables, T> change) : WriteOp<T>
{
    protected override T Run(WriterTables tables) => change(tables);
}
