using System.Runtime.InteropServices;

namespace Rockdove.Storage.Sqlite;

/// <summary>The rows of blocks on the disk, read as they are asked for. For one search.</summary>
internal sealed class SavedRows(SqliteConnection connection) : ITokenRows
{
    public SavedBlock Block { get; set; }

    public void Keep(int token, Span<ulong> hits)
    {
        var shape = Block.Shape;
        var row = token & shape.TokenMask;
        using var slice = connection.Use("SELECT bits FROM slice WHERE number = ?1")
            .Bind(1, IndexFile.Slice(Block.Number, row / shape.RowsInSlice));
        if (!slice.Step())
        {
            hits.Clear(); // The block was removed since the search began: its messages are gone.
            return;
        }
        var bits = MemoryMarshal.Cast<byte, ulong>(
            slice.Blob(0).Slice(row % shape.RowsInSlice * shape.RowBytes, shape.RowBytes));
        for (var i = 0; i < hits.Length; i++)
            hits[i] &= bits[i];
    }
}
