using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Rockdove.Sqlite;
using Rockdove.Storage;
using ZstdSharp;

namespace Rockdove.Cli;

/// <summary>
/// The database of Mailpit, by the schemas in its source: <c>mailbox</c> with what is told of a message,
/// <c>mailbox_data</c> with its octets, compressed by Zstandard (RFC 8878) unless a column says otherwise, and
/// <c>tags</c> with <c>message_tags</c>.
/// </summary>
internal static class MailpitDatabase
{
    /// <summary>Whether a file is one of SQLite.</summary>
    public static bool Is(string path)
    {
        if (!File.Exists(path))
            return false;
        Span<byte> magic = stackalloc byte[16];
        using var file = File.OpenRead(path);
        return file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length
            && magic.SequenceEqual("SQLite format 3\0"u8);
    }

    /// <summary>All messages, the oldest first. The database is copied first and not touched.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">Octets of the biggest message that is taken.</param>
    /// <param name="problem">Told of those that are left out.</param>
    /// <param name="cancellationToken">Asks to give up.</param>
    /// <exception cref="IOException">It is no database of Mailpit.</exception>
    public static async IAsyncEnumerable<ImportedMail> ReadAsync(
        string path, long most, Action<string> problem, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        var scratch = Directory.CreateTempSubdirectory("rockdove-import-");
        try
        {
            var copy = Path.Combine(scratch.FullName, "mailpit.db");
            foreach (var end in (string[])["", "-wal"]) // What Mailpit wrote last may be in the log only.
            {
                if (File.Exists(path + end))
                    File.Copy(path + end, copy + end);
            }

            using var database = new SqliteConnection(copy);
            foreach (var key in Keys(database, path))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Read(database, key, most, problem) is { } mail)
                    yield return mail;
            }
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>Eight octets and an id of each: the messages themselves are read one by one.</summary>
    private static List<string> Keys(SqliteConnection database, string path)
    {
        try
        {
            using var rows = database.Use("SELECT ID FROM mailbox ORDER BY Created, rowid");
            var keys = new List<string>();
            while (rows.Step())
                keys.Add(rows.Text(0));
            return keys;
        }
        catch (SqliteException error)
        {
            throw new IOException($"{path} is no database of Mailpit: {error.Message}", error);
        }
    }

    private static ImportedMail? Read(SqliteConnection database, string key, long most, Action<string> problem)
    {
        byte[] stored;
        bool isCompressed;
        using (var data = database.Use(HasColumn(database, "mailbox_data", "Compressed")
            ? "SELECT Email, Compressed FROM mailbox_data WHERE ID = ?1"
            : "SELECT Email, 1 FROM mailbox_data WHERE ID = ?1"))
        {
            if (!data.Bind(1, key).Step())
            {
                problem($"{key}: its content is missing");
                return null;
            }

            (stored, isCompressed) = (data.Blob(0).ToArray(), data.Long(1) != 0);
        }

        var content = stored;
        if (isCompressed && !TryExpand(stored, most, out content))
        {
            problem($"{key}: its content cannot be expanded, or is larger than {most} octets");
            return null;
        }

        if (content.Length > most)
        {
            problem($"{key}: it is larger than {most} octets; see --max-message-bytes");
            return null;
        }

        using var row = database.Use("SELECT Created, Metadata, Read FROM mailbox WHERE ID = ?1");
        row.Bind(1, key).Step();
        var received = DateTimeOffset.FromUnixTimeMilliseconds(
            Math.Clamp(row.Long(0), 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        return new ImportedMail(
            key, content, Envelope(row.Text(1), received), Tags(database, key), IsRead: row.Long(2) != 0);
    }

    private static bool TryExpand(byte[] stored, long most, out byte[] content)
    {
        content = [];
        try
        {
            using var frames = new DecompressionStream(new MemoryStream(stored));
            using var expanded = new MemoryStream();
            var piece = new byte[64 * 1024];
            int read;
            while ((read = frames.Read(piece)) > 0)
            {
                expanded.Write(piece, 0, read);
                if (expanded.Length > most)
                    return false;
            }

            content = expanded.ToArray();
            return true;
        }
        catch (Exception error) when (error is ZstdException or EndOfStreamException or InvalidDataException)
        {
            return false;
        }
    }

    private static List<string> Tags(SqliteConnection database, string key)
    {
        var tags = new List<string>();
        if (database.Scalar("SELECT count(*) FROM sqlite_master WHERE name = 'message_tags'") == 0)
            return tags; // Before 1.8 they were JSON in a column, which its own migration moves.
        using var rows = database.Use(
            "SELECT Name FROM tags JOIN message_tags ON tags.ID = message_tags.TagID WHERE message_tags.ID = ?1");
        rows.Bind(1, key);
        while (rows.Step())
            tags.Add(rows.Text(0));
        return tags;
    }

    /// <summary>What Mailpit knows of it: the authors and readers of the header, and who had logged in.</summary>
    private static DeliveryEnvelope Envelope(string metadata, DateTimeOffset received)
    {
        var (from, to, user) = ("", new List<string>(), (string?)null);
        try
        {
            using var document = JsonDocument.Parse(metadata);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                from = Addresses(document.RootElement, "From").FirstOrDefault() ?? "";
                to = [.. ((string[])["To", "Cc", "Bcc"]).SelectMany(
                    name => Addresses(document.RootElement, name)).Distinct(StringComparer.OrdinalIgnoreCase)];
                user = document.RootElement.TryGetProperty("Username", out var name)
                    && name.ValueKind == JsonValueKind.String && name.GetString() is { Length: > 0 } said
                    ? said
                    : null;
            }
        }
        catch (JsonException)
        {
            // The message itself is whole.
        }

        return new() { ReceivedAt = received, ReversePath = from, ForwardPaths = to, Identity = user };
    }

    private static List<string> Addresses(JsonElement metadata, string field)
    {
        if (!metadata.TryGetProperty(field, out var value))
            return [];
        var people = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1);
        return people.Where(person => person.ValueKind == JsonValueKind.Object)
            .Select(person => person.TryGetProperty("Address", out var address)
                && address.ValueKind == JsonValueKind.String ? address.GetString()! : "")
            .Where(address => address.Length > 0)
            .ToList();
    }

    private static bool HasColumn(SqliteConnection database, string table, string column) =>
        database.Scalar(string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT count(*) FROM pragma_table_info('{table}') WHERE name = '{column}'")) > 0;
}
