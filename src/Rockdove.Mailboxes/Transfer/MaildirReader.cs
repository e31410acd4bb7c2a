using System.Globalization;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Reads a Maildir with the folders of Maildir++ in it, ours or another program's. Lines end in LF or CRLF and are kept
/// with CRLF. Without Dovecot's lists there are no identifiers and no keywords.
/// </summary>
internal sealed class MaildirReader(ImportTarget target, string folder)
{
    public static bool IsMaildir(string folder) =>
        Directory.Exists(Path.Combine(folder, "cur")) || Directory.Exists(Path.Combine(folder, "new"));

    public static bool HoldsMaildirs(string folder) => IsMaildir(folder)
        || Directory.EnumerateDirectories(folder).Any(path => ArchiveNames.OwnerOf(Path.GetFileName(path)) is not null
            && IsMaildir(path));

    public async Task ReadAsync(CancellationToken token)
    {
        await ReadOwnerAsync(target.Owner, folder, token).ConfigureAwait(false);
        foreach (var path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
            if (ArchiveNames.OwnerOf(Path.GetFileName(path)) is { } owner)
                await ReadOwnerAsync(owner, path, token).ConfigureAwait(false);
    }

    private async Task ReadOwnerAsync(string owner, string path, CancellationToken token)
    {
        if (IsMaildir(path))
            await ReadMailboxAsync(target.NameOf(owner, MaildirNames.MailboxOf("")), path, token).ConfigureAwait(false);
        foreach (var below in Directory.EnumerateDirectories(path, ".*").Order(StringComparer.Ordinal))
        {
            if (!IsMaildir(below))
                continue;
            var name = MaildirNames.MailboxOf(Path.GetFileName(below));
            if (name.Length is 0 or > MailboxName.MaximumLength)
            {
                target.Tally.Problem(below, "the folder's name is none for a mailbox: left out");
                continue;
            }
            await ReadMailboxAsync(target.NameOf(owner, name), below, token).ConfigureAwait(false);
        }
    }

    private async Task ReadMailboxAsync(MailboxName name, string path, CancellationToken token)
    {
        await target.MakeAsync(name, token).ConfigureAwait(false);
        var keywords = ReadKeywords(Path.Combine(path, "dovecot-keywords"));
        var uids = ReadUids(Path.Combine(path, "dovecot-uidlist"));
        var files = new List<(string Path, string Stem, string Letters, uint? Uid)>();
        foreach (var part in (string[])["cur", "new"])
        {
            var inside = Path.Combine(path, part);
            if (!Directory.Exists(inside))
                continue;
            foreach (var file in Directory.EnumerateFiles(inside))
            {
                var (stem, letters) = MaildirNames.Split(Path.GetFileName(file));
                if (stem is not ['.', ..]) // The format says that such are no messages.
                    files.Add((file, stem, letters, uids.TryGetValue(stem, out var uid) ? uid : null));
            }
        }
        files.Sort(static (a, b) => (a.Uid ?? uint.MaxValue).CompareTo(b.Uid ?? uint.MaxValue) is not 0 and var byUid
            ? byUid
            : DeliveredAt(a.Stem).CompareTo(DeliveredAt(b.Stem)) is not 0 and var byDate
                ? byDate
                : string.CompareOrdinal(a.Stem, b.Stem));
        foreach (var (file, _, letters, uid) in files)
            await ReadFileAsync(name, file, letters, uid, keywords, token).ConfigureAwait(false);
    }

    private async Task ReadFileAsync(
        MailboxName name,
        string path,
        string letters,
        uint? uid,
        Dictionary<char, string> keywords,
        CancellationToken token)
    {
        IStagedMessage? staged = null;
        try
        {
            await using var file = ArchiveFiles.OpenRead(path);
            staged = await target.StageAsync(file.Length, token).ConfigureAwait(false);
            var cutter = new LineCutter(file);
            var buffer = new BodyBuffer();
            while (await cutter.NextAsync(token).ConfigureAwait(false))
                await buffer.AddLineAsync(staged, cutter.Piece, cutter.EndsLine, token).ConfigureAwait(false);
            await buffer.FlushAsync(staged, token).ConfigureAwait(false);
            var kept = staged;
            staged = null;
            await target.KeepAsync(kept, new()
            {
                Where = path,
                Mailbox = name,
                Date = File.GetLastWriteTimeUtc(path),
                Uid = uid,
                Flags = MaildirNames.FlagsOf(letters),
                Keywords = [.. letters.Where(keywords.ContainsKey).Select(letter => keywords[letter])],
            }, token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            target.Tally.Problem(path, $"left out: {error.Message}");
        }
        finally
        {
            if (staged is not null)
                await staged.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Lines such as <c>0 $Forwarded</c>: the letter a stands for it.</summary>
    private Dictionary<char, string> ReadKeywords(string path)
    {
        var keywords = new Dictionary<char, string>();
        if (!File.Exists(path))
            return keywords;
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Split(' ', 2) is [var index, var keyword]
                && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < 26)
            {
                keywords[(char)('a' + at)] = keyword;
            }
            else if (line.Length > 0)
            {
                target.Tally.Problem($"{path}, line {number}", "no number and keyword: left out");
            }
        }
        return keywords;
    }

    /// <summary>
    /// Version 3, <c>12 W345 :name</c>, and version 1, <c>12 name</c>; the first line is about the mailbox.
    /// </summary>
    private Dictionary<string, uint> ReadUids(string path)
    {
        var uids = new Dictionary<string, uint>();
        if (!File.Exists(path))
            return uids;
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            if (number++ == 0 || line.Length == 0)
                continue;
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var name = line.IndexOf(" :", StringComparison.Ordinal) is >= 0 and var colon
                ? line[(colon + 2)..]
                : line[(space + 1)..];
            if (space > 0
                && uint.TryParse(line.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var uid)
                && uid > 0)
            {
                uids[MaildirNames.Split(name).Stem] = uid;
            }
            else
            {
                target.Tally.Problem($"{path}, line {number}", "no identifier and name: that message gets a new one");
            }
        }
        return uids;
    }

    /// <summary>Names begin with the second of delivery.</summary>
    private static long DeliveredAt(string stem) =>
        long.TryParse(stem.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var second)
            ? second
            : long.MaxValue;
}
