using System.Text.Json;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// All that the prober has kept, read by Python's sqlite3 and gzip: the file is everybody's. Transcripts are unpacked,
/// and are what their SHA-256 says.
/// </summary>
internal sealed class PingJournal
{
    private readonly Dictionary<string, IReadOnlyList<JsonElement>> _tables;

    private PingJournal(JsonElement tables) => _tables = tables.EnumerateObject().ToDictionary(
        table => table.Name, IReadOnlyList<JsonElement> (table) => [.. table.Value.EnumerateArray()]);

    /// <summary>The rows of a table, in the order of their numbers.</summary>
    public IReadOnlyList<JsonElement> this[string table] => _tables[table];

    public static async Task<PingJournal> ReadAsync(string file)
    {
        var run = await ClientProgram.Python.RunAsync("-c", """
            import gzip, hashlib, json, sqlite3, sys
            file = sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True)
            file.row_factory = sqlite3.Row
            assert file.execute('PRAGMA integrity_check').fetchone()[0] == 'ok'
            tables = {}
            for table in ('run', 'account', 'hop', 'phase', 'transcript', 'bounce', 'log', 'protocol'):
                tables[table] = [dict(row) for row in file.execute(f'SELECT * FROM {table}')]
            tables['probe'] = [dict(row) for row in file.execute('''
                SELECT p.*, f.name AS sender, t.name AS receiver FROM probe p
                JOIN account f ON f.id = p.from_id JOIN account t ON t.id = p.to_id''')]
            for row in tables['transcript']:
                text = gzip.decompress(row['gz'])
                assert hashlib.sha256(text).digest() == row['sha256'] and len(text) == row['raw_size']
                row['text'] = text.decode()
            for row in tables['protocol']:
                for column in ('smtplog_tx', 'imaplog_tx', 'smtplog_rx', 'imaplog_rx'):
                    row[column] = gzip.decompress(row[column]).decode()
            json.dump(tables, sys.stdout, default=bytes.hex)
            """, file);

        return new PingJournal(JsonDocument.Parse(run.Succeeds().Output).RootElement);
    }
}
