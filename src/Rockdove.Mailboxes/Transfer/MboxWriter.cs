using System.Globalization;
using System.Text;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// A file for each mailbox. Each message has four header fields in front that its readers know as Status, X-Status,
/// X-Keywords and X-UID; in front, since there they can be taken off again whatever the message looks like.
/// </summary>
internal sealed class MboxWriter(string folder, string rootOwner) : ArchiveWriter
{
    private FileStream? _file;

    public override void BeginMailbox(MailboxStatus mailbox)
    {
        var path = Path.Combine(folder, PathOf(mailbox.Name, rootOwner));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferBytes);
    }

    public override async ValueTask AddAsync(MessageRow row, IBlob body, CancellationToken cancellationToken)
    {
        var file = _file!;
        var start = file.Position;
        try
        {
            file.Write(Encoding.UTF8.GetBytes(FirstLines(row)));
            var quoted = new MboxQuoteStream(file);
            var lines = new LineFeedStream(quoted);
            await CopyAsync(body, lines, cancellationToken).ConfigureAwait(false);
            lines.Finish();
            quoted.Finish();
            file.WriteByte((byte)'\n');
        }
        catch
        {
            file.SetLength(start);
            throw;
        }
    }

    public override void EndMailbox()
    {
        _file?.Dispose();
        _file = null;
    }

    public override ValueTask DisposeAsync()
    {
        EndMailbox();
        return base.DisposeAsync();
    }

    private static string PathOf(MailboxName name, string rootOwner) =>
        ArchiveNames.OwnerFolder(name.Owner, rootOwner) + ArchiveNames.EncodePath(name.Name) + ".mbox";

    private static string FirstLines(MessageRow row)
    {
        var sender = row.Envelope switch
        {
            null => "-",
            { ReversePath: "" } => "MAILER-DAEMON",
            var envelope => envelope.ReversePath,
        };
        var status = row.Flags.Has(SystemFlags.Seen) ? "RO" : "O";
        var more = new StringBuilder();
        foreach (var (flag, letter) in MboxFields.Letters)
            if (row.Flags.Has(flag))
                more.Append(letter);
        return string.Create(CultureInfo.InvariantCulture, $"From {sender} {MboxFields.Date(row.InternalDate)}\n"
            + $"Status: {status}\nX-Status: {more}\nX-Keywords: {string.Join(' ', row.Flags.Keywords)}\n"
            + $"X-UID: {row.Uid}\n");
    }

    private const int BufferBytes = 64 * 1024;
}
