using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Reads one mbox, or every mbox in a folder and below: the file's name is the mailbox, and so are those of the folders
/// above it, of which Mozilla's end in <c>.sbd</c>.
/// </summary>
internal sealed class MboxFolderReader(ImportTarget target, string source)
{
    public async Task ReadAsync(CancellationToken token)
    {
        if (!Directory.Exists(source))
        {
            await ReadFileAsync(source, target.NameOf(target.Owner, Inbox), token).ConfigureAwait(false);
            return;
        }
        var files = new EmlFolderSource(source);
        foreach (var name in files.Names)
        {
            var path = files.PathOf(name);
            if (!ArchiveLook.IsMbox(path))
                continue; // Such as Mozilla's *.msf.
            if (NameOf(name) is { } mailbox)
                await ReadFileAsync(path, mailbox, token).ConfigureAwait(false);
            else
                target.Tally.Problem(path, "the file's name is none for a mailbox: left out");
        }
    }

    private async Task ReadFileAsync(string path, MailboxName mailbox, CancellationToken token)
    {
        await target.MakeAsync(mailbox, token).ConfigureAwait(false);
        try
        {
            await using var file = ArchiveFiles.OpenRead(path);
            await new MboxReader(target, path, mailbox).ReadAsync(file, token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            target.Tally.Problem(path, $"could not be read to its end: {error.Message}");
        }
    }

    private MailboxName? NameOf(string file)
    {
        var owner = target.Owner;
        var parts = file.Split('/');
        if (parts is [var first, .. { Length: > 0 } rest] && ArchiveNames.OwnerOf(first) is { } its)
            (owner, parts) = (its, rest);
        for (var i = 0; i < parts.Length; i++)
        {
            var ending = i == parts.Length - 1 ? ".mbox" : ".sbd";
            var part = parts[i];
            parts[i] = ArchiveNames.DecodePart(
                part.EndsWith(ending, StringComparison.Ordinal) ? part[..^ending.Length] : part);
        }
        var name = string.Join('/', parts);
        return name.Length is 0 or > MailboxName.MaximumLength ? null : target.NameOf(owner, name);
    }

    private const string Inbox = "INBOX";
}
