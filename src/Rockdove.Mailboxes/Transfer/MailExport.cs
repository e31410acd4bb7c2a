using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Writes the mail of a store into files that other programs read. Memory stays flat however large a message is, and
/// the store goes on serving meanwhile.
/// </summary>
/// <param name="store">Only read.</param>
/// <param name="format">What to write.</param>
public sealed class MailExport(IMailStore store, ArchiveFormat format)
{
    /// <summary>Whose mailboxes; null for everybody's. The one of that owner lie in the root.</summary>
    public string? Owner { get; init; }

    /// <summary>The one mailbox to write; null for all.</summary>
    public string? Mailbox { get; init; }

    /// <summary>Told after each message, on the thread that does it.</summary>
    public Action<TransferProgress>? Progress { get; init; }

    /// <summary>Told of what is left out.</summary>
    public Action<TransferProblem>? Problem { get; init; }

    /// <summary>Writes to a folder, or a zip file, that is not there yet.</summary>
    /// <exception cref="ArchiveException">The target is there, or cannot be written.</exception>
    public async Task<TransferProgress> RunAsync(string target, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        if (File.Exists(target) || Directory.Exists(target))
            throw new ArchiveException($"{target} exists already; name another place");
        var tally = new TransferTally(Progress, Problem);
        var mailboxes = (await store.ListMailboxesAsync(Owner, cancellationToken).ConfigureAwait(false))
            .Where(mailbox => Mailbox is null || mailbox.Name == new MailboxName(mailbox.Name.Owner, Mailbox)).ToList();
        tally.Expect(mailboxes.Sum(mailbox => mailbox.Messages));
        try
        {
            var writer = Create(target, tally);
            await using (writer.ConfigureAwait(false))
            {
                foreach (var mailbox in mailboxes)
                    await WriteAsync(writer, mailbox, tally, cancellationToken).ConfigureAwait(false);
                await writer.FinishAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ArchiveException($"{target} cannot be written: {error.Message}", error);
        }
        return tally.Now;
    }

    private ArchiveWriter Create(string target, TransferTally tally)
    {
        if (format != ArchiveFormat.Zip)
            Directory.CreateDirectory(target);
        var rootOwner = Owner ?? "";
        return format switch
        {
            ArchiveFormat.Mbox => new MboxWriter(target, rootOwner),
            ArchiveFormat.Maildir => new MaildirWriter(target, rootOwner, tally),
            ArchiveFormat.Zip => new EmlWriter(new EmlZipSink(target), rootOwner),
            _ => new EmlWriter(new EmlFolderSink(target), rootOwner),
        };
    }

    private async Task WriteAsync(
        ArchiveWriter writer, MailboxStatus mailbox, TransferTally tally, CancellationToken cancellationToken)
    {
        tally.Mailbox();
        writer.BeginMailbox(mailbox);
        var rows = store.ReadAsync(mailbox.Id, UidSet.All, MessageFields.Envelope, cancellationToken);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            try
            {
                await using var body = await store.OpenBodyAsync(row.Message, cancellationToken).ConfigureAwait(false);
                if (body is null)
                    continue; // Expunged since the row was read.
                await writer.AddAsync(row, body, cancellationToken).ConfigureAwait(false);
                tally.Message(row.Bytes);
            }
            catch (StoreException damaged)
            {
                tally.Problem($"{mailbox.Name}, {row.Uid}", $"left out: {damaged.Message}");
            }
        }
        writer.EndMailbox();
    }
}
