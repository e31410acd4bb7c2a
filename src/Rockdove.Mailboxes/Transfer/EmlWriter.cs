using System.Globalization;
using System.Text.Json;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>A file for each message, octet by octet, and an index that says everything else.</summary>
internal sealed class EmlWriter(IEmlSink sink, string rootOwner) : ArchiveWriter
{
    private readonly Stream _index = new FileStream(
        Path.GetTempFileName(),
        FileMode.Open,
        FileAccess.ReadWrite,
        FileShare.None,
        bufferSize: 64 * 1024,
        FileOptions.DeleteOnClose);

    private string _folder = "";
    private MailboxName _name;

    public override void BeginMailbox(MailboxStatus mailbox)
    {
        _name = mailbox.Name;
        _folder = ArchiveNames.OwnerFolder(_name.Owner, rootOwner) + ArchiveNames.EncodePath(_name.Name);
        Write(new() { Owner = _name.Owner, Mailbox = _name.Name });
    }

    public override async ValueTask AddAsync(MessageRow row, IBlob body, CancellationToken cancellationToken)
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"{_folder}/{row.Uid}.eml");
        try
        {
            await using var to = sink.Create(file, row.InternalDate);
            await CopyAsync(body, to, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            sink.Remove(file);
            throw;
        }
        Write(new()
        {
            Owner = _name.Owner,
            Mailbox = _name.Name,
            File = file,
            Uid = row.Uid.Value,
            Flags = row.Flags.IsEmpty ? [] : row.Flags.ToString().Split(' '),
            Date = row.InternalDate,
            Bytes = row.Bytes,
            Envelope = row.Envelope is { } envelope ? EmlEnvelope.Of(envelope) : null,
        });
    }

    /// <summary>The index comes last: it names nothing that is not there.</summary>
    public override async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        _index.Position = 0;
        await using var to = sink.Create(IndexName, DateTimeOffset.UnixEpoch);
        await _index.CopyToAsync(to, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        await _index.DisposeAsync().ConfigureAwait(false);
        await sink.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private void Write(EmlIndexLine line)
    {
        JsonSerializer.Serialize(_index, line, EmlJsonContext.Default.EmlIndexLine);
        _index.WriteByte((byte)'\n');
    }

    public const string IndexName = "index.jsonl";
}
