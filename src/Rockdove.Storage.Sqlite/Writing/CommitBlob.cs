using System.Globalization;

namespace Rockdove.Storage.Sqlite;

/// <summary>Makes a staged body a blob of its own.</summary>
internal sealed class CommitBlob(BodyStage body) : WriteOp<BlobId>
{
    private BodyPlace _place = body.OwnPlace ?? default;

    public override ReadOnlyMemory<byte> Record => body.Record;

    public override void Place(BodyPlace place) => _place = place;

    protected override BlobId Run(WriterTables tables)
    {
        var key = tables.AddMessage(null, _place, body.OwnPlace is null, body.Sha256, places: 0);
        return new(key.ToString(CultureInfo.InvariantCulture));
    }
}
