using System.Text;
using Rockdove.Sqlite;
using ZstdSharp;

namespace Rockdove.Cli.Tests;

/// <summary>
/// A database as Mailpit makes it. The tables are those that its migrations leave behind, in our words: names and types
/// of columns are what matters.
/// </summary>
internal sealed class MailpitFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rockdove-");
    private readonly SqliteConnection _database;
    private readonly bool _hasCompressed;

    /// <param name="hasCompressed">As 1.21 and later has it: a column says how each message is kept.</param>
    public MailpitFile(bool hasCompressed = true)
    {
        _hasCompressed = hasCompressed;
        _database = new SqliteConnection(Path);
        _database.Execute($"""
            CREATE TABLE mailbox (Created INTEGER NOT NULL, ID TEXT NOT NULL, MessageID TEXT NOT NULL,
                Subject TEXT NOT NULL, Metadata TEXT, Size INTEGER NOT NULL, Inline INTEGER NOT NULL,
                Attachments INTEGER NOT NULL, Read INTEGER, SearchText TEXT, Snippet TEXT);
            CREATE TABLE mailbox_data (ID TEXT KEY NOT NULL, Email BLOB
                {(hasCompressed ? ", Compressed INTEGER NOT NULL DEFAULT 0" : "")});
            CREATE TABLE tags (ID INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, Name TEXT COLLATE NOCASE);
            CREATE TABLE message_tags (Key INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, ID TEXT, TagID INTEGER);
            """);
    }

    public string Folder => _folder.FullName;

    public string Path => System.IO.Path.Combine(_folder.FullName, "mailpit.db");

    public void Add(
        string id, long created, string content, string metadata = "{}", bool isCompressed = true, bool isRead = false,
        params IReadOnlyList<string> tags)
    {
        using (var row = _database.Use("""
            INSERT INTO mailbox (Created, ID, MessageID, Subject, Metadata, Size, Inline, Attachments, Read, SearchText,
                Snippet) VALUES (?1, ?2, '', '', ?3, 0, 0, 0, ?4, '', '')
            """))
        {
            row.Bind(1, created).Bind(2, id).Bind(3, metadata).Bind(4, isRead ? 1 : 0).Run();
        }

        var octets = Encoding.UTF8.GetBytes(content);
        using var compressor = new Compressor(1);
        AddContent(id, isCompressed ? compressor.Wrap(octets) : octets, isCompressed);
        foreach (var tag in tags)
        {
            using (var name = _database.Use("INSERT INTO tags (Name) VALUES (?1)"))
                name.Bind(1, tag).Run();
            using var link = _database.Use("INSERT INTO message_tags (ID, TagID) VALUES (?1, last_insert_rowid())");
            link.Bind(1, id).Run();
        }
    }

    /// <summary>A row of which the content is what it likes.</summary>
    public void AddBroken(string id, byte[]? content)
    {
        using (var row = _database.Use("""
            INSERT INTO mailbox (Created, ID, MessageID, Subject, Metadata, Size, Inline, Attachments, Read)
                VALUES (1, ?1, '', '', 'no json', 0, 0, 0, 0)
            """))
        {
            row.Bind(1, id).Run();
        }

        if (content is not null)
            AddContent(id, content, isCompressed: true);
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Delete(recursive: true);
    }

    private void AddContent(string id, ReadOnlySpan<byte> content, bool isCompressed)
    {
        using var data = _database.Use(_hasCompressed
            ? "INSERT INTO mailbox_data (ID, Email, Compressed) VALUES (?1, ?2, ?3)"
            : "INSERT INTO mailbox_data (ID, Email) VALUES (?1, ?2)");
        data.Bind(1, id).Bind(2, content);
        if (_hasCompressed)
            data.Bind(3, isCompressed ? 1 : 0);
        data.Run();
    }
}
