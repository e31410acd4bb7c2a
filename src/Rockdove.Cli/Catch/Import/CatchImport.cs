using System.Globalization;
using Rockdove.Catcher;
using Rockdove.Mailboxes;
using Rockdove.Sqlite;
using Rockdove.Storage;

namespace Rockdove.Cli;

/// <summary>
/// Takes mail of other catchers and of files into a catcher before it listens: Mailpit's database, MailHog's folder,
/// and what <c>rockdove store import</c> reads. With a folder of data each source is taken once.
/// </summary>
/// <param name="mail">Where it goes.</param>
/// <param name="data">The folder of data; null if mail is in memory only.</param>
internal sealed class CatchImport(CaughtMail mail, string? data)
{
    /// <summary>What could not be taken, a line each.</summary>
    public Action<string> Problem { get; init; } = ErrorLine.Write;

    /// <summary>Told after each message.</summary>
    public Action<long>? Progress { get; init; }

    /// <returns>How many messages came, or null if they came before.</returns>
    /// <exception cref="UsageException">The source cannot be read at all.</exception>
    /// <exception cref="StoreException">There is no room. What came before is there.</exception>
    public async Task<long?> RunAsync(string source, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(source);
        if (data is not null && await IsDoneAsync(full, cancellationToken))
            return null;
        long count;
        try
        {
            if (MailpitDatabase.Is(full))
                count = await TakeAsync(MailpitDatabase.ReadAsync(full, mail.MessageBytes, Problem, cancellationToken));
            else if (MailHogFolder.Is(full))
                count = await TakeAsync(MailHogFolder.ReadAsync(full, mail.MessageBytes, Problem, cancellationToken));
            else
                count = await TakeFilesAsync(full, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException
            or ArchiveException or SqliteException)
        {
            throw new UsageException($"--import '{source}' cannot be read: {error.Message}");
        }

        if (data is not null)
            await File.AppendAllLinesAsync(Path.Combine(data, RecordName), [full], cancellationToken);
        return count;

        async Task<long> TakeAsync(IAsyncEnumerable<ImportedMail> messages)
        {
            var taken = 0L;
            await foreach (var message in messages)
            {
                var tags = message.Tags.Where(tag => TagName.ToKeyword(tag) is not null)
                    .Distinct(StringComparer.OrdinalIgnoreCase).Take(CaughtTags.MaximumTags).ToList();
                if (tags.Count < message.Tags.Count)
                    Problem(string.Create(CultureInfo.InvariantCulture, $"{message.Name}: not all tags can be kept"));
                var id = await mail.DepositAsync(message.Content, message.Envelope, tags, cancellationToken);
                if (message.IsRead)
                    await mail.MarkAsync([id], isRead: true, cancellationToken);
                taken++;
                Progress?.Invoke(taken);
            }

            return taken;
        }
    }

    private async Task<long> TakeFilesAsync(string source, CancellationToken cancellationToken)
    {
        if (!File.Exists(source) && !Directory.Exists(source))
            throw new FileNotFoundException("there is nothing");
        var done = await new MailImport(mail.Store)
        {
            Owner = "",
            Mailbox = "INBOX",
            Progress = now => Progress?.Invoke(now.Messages),
            Problem = problem => Problem(problem.ToString()),
        }.RunAsync(source, cancellationToken);
        await mail.ForgetAsync(cancellationToken);
        return done.Messages;
    }

    private async Task<bool> IsDoneAsync(string source, CancellationToken cancellationToken)
    {
        var record = Path.Combine(data!, RecordName);
        return File.Exists(record)
            && (await File.ReadAllLinesAsync(record, cancellationToken)).Contains(source, StringComparer.Ordinal);
    }

    /// <summary>In the folder of data: what was taken in, a path a line.</summary>
    public const string RecordName = "imported.txt";
}
