namespace Rockdove.Storage.Sqlite;

/// <summary>
/// Has a body lie elsewhere: its record is appended and synced as a new one is, and the row then points there. Whoever
/// has the old file open goes on reading it.
/// </summary>
internal sealed class MoveBody(long message, BodyPlace from, ReadOnlyMemory<byte> record) : WriteOp<bool>
{
    private BodyPlace _place;

    public override ReadOnlyMemory<byte> Record => record;

    public override bool IsMove => true;

    public override void Place(BodyPlace place) => _place = place;

    /// <returns>False if the message went meanwhile: the new record is rubbish.</returns>
    protected override bool Run(WriterTables tables) => tables.MoveMessage(message, from, _place);
}
