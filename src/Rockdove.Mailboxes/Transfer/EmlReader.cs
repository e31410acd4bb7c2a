using System.Text.Json;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Reads files that are messages, octet by octet. With an index it says everything else; without one every
/// <c>*.eml</c> is taken, the folder is the mailbox and the file's date the message's.
/// </summary>
internal sealed class EmlReader(ImportTarget target, IEmlSource source)
{
    public async Task ReadAsync(CancellationToken token)
    {
        if (source.Open(EmlWriter.IndexName) is { } index)
        {
            await using (index.ConfigureAwait(false))
                await ReadIndexAsync(index, token).ConfigureAwait(false);
            return;
        }
        foreach (var name in source.Names)
        {
            if (!name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase))
                continue;
            await TakeAsync(name, null, new()
            {
                Where = source.PathOf(name),
                Mailbox = NameOf(name),
                Date = source.DateOf(name),
            }, token).ConfigureAwait(false);
        }
    }

    private async Task ReadIndexAsync(Stream index, CancellationToken token)
    {
        using var reader = new StreamReader(index);
        for (var number = 1; await reader.ReadLineAsync(token).ConfigureAwait(false) is { } text; number++)
        {
            if (text.Length == 0)
                continue;
            var where = $"{source.PathOf(EmlWriter.IndexName)}, line {number}";
            if (Parse(text, where) is not { } line)
                continue;
            var name = target.NameOf(line.Owner, line.Mailbox);
            if (line.File is not { } file)
            {
                await target.MakeAsync(name, token).ConfigureAwait(false);
                continue;
            }
            var flags = SystemFlags.None;
            var keywords = new List<string>();
            foreach (var flag in line.Flags ?? [])
            {
                if (flag is not ['\\', ..])
                    keywords.Add(flag);
                else if (Enum.TryParse<SystemFlags>(flag.AsSpan(1), ignoreCase: true, out var known))
                    flags |= known;
                else
                    target.Tally.Problem(where, $"there is no flag {flag}: left out");
            }
            await TakeAsync(file, line.Bytes, new()
            {
                Where = source.PathOf(file),
                Mailbox = name,
                Date = line.Date ?? DateTimeOffset.UnixEpoch,
                Uid = line.Uid,
                Flags = flags,
                Keywords = keywords,
                Envelope = line.Envelope?.ToDelivery(),
            }, token).ConfigureAwait(false);
        }
    }

    private EmlIndexLine? Parse(string text, string where)
    {
        try
        {
            var line = JsonSerializer.Deserialize(text, EmlJsonContext.Default.EmlIndexLine);
            if (line is { Mailbox.Length: > 0 and <= Longest, Owner.Length: <= Longest })
                return line;
            target.Tally.Problem(where, "names no mailbox: left out");
        }
        catch (JsonException error)
        {
            target.Tally.Problem(where, $"left out: {error.Message}");
        }
        return null;
    }

    private async Task TakeAsync(string name, long? expected, ArchivedMessage facts, CancellationToken token)
    {
        IStagedMessage? staged = null;
        try
        {
            await using var input = source.Open(name);
            if (input is null)
            {
                target.Tally.Problem(facts.Where, "the index names it, and it is not there: left out");
                return;
            }
            staged = await target.StageAsync(expected ?? 0, token).ConfigureAwait(false);
            var buffer = new byte[BufferBytes];
            int read;
            while ((read = await input.ReadAsync(buffer, token).ConfigureAwait(false)) > 0)
                await staged.WriteAsync(buffer.AsMemory(0, read), token).ConfigureAwait(false);
            if (expected is { } bytes && bytes != staged.Bytes)
            {
                target.Tally.Problem(
                    facts.Where, $"has {staged.Bytes} octets where the index says {bytes}: left out");
                return;
            }
            var kept = staged;
            staged = null;
            await target.KeepAsync(kept, facts, token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            target.Tally.Problem(facts.Where, $"left out: {error.Message}");
        }
        finally
        {
            if (staged is not null)
                await staged.DisposeAsync().ConfigureAwait(false);
        }
    }

    private MailboxName NameOf(string file)
    {
        var owner = target.Owner;
        var folders = file.Split('/')[..^1];
        if (folders is [var first, .. var rest] && ArchiveNames.OwnerOf(first) is { } its)
            (owner, folders) = (its, rest);
        var name = string.Join('/', folders.Select(ArchiveNames.DecodePart));
        return target.NameOf(owner, name.Length is 0 or > MailboxName.MaximumLength ? "INBOX" : name);
    }

    private const int Longest = MailboxName.MaximumLength;

    private const int BufferBytes = 64 * 1024;
}
