using System.Globalization;
using System.Text;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// A Maildir++ for each owner. Flags are in the names of files, dates are the files', identifiers are in
/// <c>dovecot-uidlist</c> and keywords in <c>dovecot-keywords</c>, where Dovecot looks for them.
/// </summary>
internal sealed class MaildirWriter(string folder, string rootOwner, TransferTally tally) : ArchiveWriter
{
    private readonly List<string> _keywords = [];
    private string _path = "";
    private MailboxName _name;
    private StreamWriter? _list;

    public override void BeginMailbox(MailboxStatus mailbox)
    {
        _name = mailbox.Name;
        _keywords.Clear();
        var ownerFolder = Path.Combine(folder, ArchiveNames.OwnerFolder(mailbox.Name.Owner, rootOwner));
        Make(ownerFolder); // Maildir++: the INBOX is there even if nothing is in it.
        _path = Path.Combine(ownerFolder, MaildirNames.FolderOf(mailbox.Name.Name));
        Make(_path);
        if (_path.Length > 0 && mailbox.Name.Name != "INBOX")
            File.WriteAllText(Path.Combine(_path, "maildirfolder"), "");
        _list = new(new FileStream(Path.Combine(_path, "dovecot-uidlist"), FileMode.CreateNew));
        _list.Write(string.Create(
            CultureInfo.InvariantCulture, $"3 V{mailbox.UidValidity} N{mailbox.UidNext} G{Guid.NewGuid():N}\n"));
    }

    public override async ValueTask AddAsync(MessageRow row, IBlob body, CancellationToken cancellationToken)
    {
        var stem = MaildirNames.StemOf(row);
        var arriving = Path.Combine(_path, "tmp", stem);
        try
        {
            await using (var file = new FileStream(arriving, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                var lines = new LineFeedStream(file);
                await CopyAsync(body, lines, cancellationToken).ConfigureAwait(false);
                lines.Finish();
            }
            File.SetLastWriteTimeUtc(arriving, row.InternalDate.UtcDateTime);
        }
        catch
        {
            File.Delete(arriving);
            throw;
        }
        var letters = MaildirNames.Letters(row.Flags.System, KeywordLetters(row));
        File.Move(arriving, Path.Combine(_path, "cur", stem + MaildirNames.Separator + letters));
        await _list!.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{row.Uid} :{stem}\n"))
            .ConfigureAwait(false);
    }

    public override void EndMailbox()
    {
        _list?.Dispose();
        _list = null;
        if (_keywords.Count == 0)
            return;
        var lines = new StringBuilder();
        for (var i = 0; i < _keywords.Count; i++)
            lines.Append(CultureInfo.InvariantCulture, $"{i} {_keywords[i]}\n");
        File.WriteAllText(Path.Combine(_path, "dovecot-keywords"), lines.ToString());
        _keywords.Clear();
    }

    public override ValueTask DisposeAsync()
    {
        _list?.Dispose();
        return base.DisposeAsync();
    }

    private List<char> KeywordLetters(MessageRow row)
    {
        var letters = new List<char>();
        foreach (var keyword in row.Flags.Keywords)
        {
            var index = _keywords.FindIndex(known => known.Equals(keyword, StringComparison.OrdinalIgnoreCase));
            if (index < 0 && _keywords.Count < MostKeywords)
            {
                index = _keywords.Count;
                _keywords.Add(keyword);
            }
            if (index >= 0)
                letters.Add((char)('a' + index));
            else
                tally.Problem(
                    $"{_name}, {row.Uid}", $"a Maildir has room for {MostKeywords} keywords: left out {keyword}");
        }
        return letters;
    }

    private static void Make(string path)
    {
        foreach (var part in (ReadOnlySpan<string>)["cur", "new", "tmp"])
            Directory.CreateDirectory(Path.Combine(path, part));
    }

    /// <summary>The letters of the alphabet.</summary>
    private const int MostKeywords = 26;
}
