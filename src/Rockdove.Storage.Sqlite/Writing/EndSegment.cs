namespace Rockdove.Storage.Sqlite;

/// <summary>
/// Has nothing more appended to a segment, so that it can be compacted. False if that was so already.
/// </summary>
internal sealed class EndSegment(long number) : WriteOp<bool>
{
    protected override bool Run(WriterTables tables) => tables.EndSegment(number);
}
