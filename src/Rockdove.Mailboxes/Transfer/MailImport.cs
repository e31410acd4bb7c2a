using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Takes mail from files into a store: those of <see cref="MailExport"/>, and those of other programs. What cannot be
/// read is told and left out, and the rest is taken. Identifiers are put back where the mailbox is fresh and the format
/// has them.
/// </summary>
/// <param name="store">Where the mail goes.</param>
public sealed class MailImport(IMailStore store)
{
    /// <summary>What the source is; null to look.</summary>
    public ArchiveFormat? Format { get; init; }

    /// <summary>
    /// Who owns all of it; null for the owners that the source names, and nobody where it names none.
    /// </summary>
    public string? Owner { get; init; }

    /// <summary>
    /// The mailbox for all of it; null for those that the source names, and INBOX where it names none.
    /// </summary>
    public string? Mailbox { get; init; }

    /// <summary>Told after each message, on the thread that does it.</summary>
    public Action<TransferProgress>? Progress { get; init; }

    /// <summary>Told of what is left out.</summary>
    public Action<TransferProblem>? Problem { get; init; }

    /// <exception cref="ArchiveException">The source is nothing that can be imported.</exception>
    /// <exception cref="StoreException">The store cannot take more. What was taken before is there.</exception>
    public async Task<TransferProgress> RunAsync(string source, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        var tally = new TransferTally(Progress, Problem);
        var target = new ImportTarget(store, tally, Owner, Mailbox);
        try
        {
            await ReadAsync(source, Format ?? ArchiveLook.At(source), target, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new ArchiveException($"{source} cannot be read: {error.Message}", error);
        }
        finally
        {
            await target.SettleAsync().ConfigureAwait(false);
        }
        return tally.Now;
    }

    private static async Task ReadAsync(
        string source, ArchiveFormat format, ImportTarget target, CancellationToken token)
    {
        switch (format)
        {
            case ArchiveFormat.Maildir:
                await new MaildirReader(target, source).ReadAsync(token).ConfigureAwait(false);
                break;
            case ArchiveFormat.Mbox:
                await new MboxFolderReader(target, source).ReadAsync(token).ConfigureAwait(false);
                break;
            case ArchiveFormat.Zip:
                using (var zip = new EmlZipSource(source))
                    await new EmlReader(target, zip).ReadAsync(token).ConfigureAwait(false);
                break;
            default:
                using (var files = new EmlFolderSource(source))
                    await new EmlReader(target, files).ReadAsync(token).ConfigureAwait(false);
                break;
        }
    }
}
