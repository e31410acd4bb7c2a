using Rockdove.Sqlite;
using Rockdove.Storage;

namespace Rockdove.Prober;

/// <summary>The rows of a probe on its way.</summary>
internal static class ProbeRows
{
    public static long Add(SqliteConnection connection, NewProbe probe)
    {
        connection.Use("""
            INSERT INTO probe(run_id, from_id, to_id, token, message_id, due, state)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'queued')
            """)
            .Bind(1, probe.Run).Bind(2, AccountRows.Id(connection, probe.Pair.From))
            .Bind(3, AccountRows.Id(connection, probe.Pair.To)).Bind(4, probe.Token.ToOctets().AsSpan())
            .Bind(5, probe.MessageId).Bind(6, probe.Due.ToMicroseconds()).Run();
        return connection.LastRowId;
    }

    public static void BeginSending(SqliteConnection connection, long probe, DateTimeOffset at) =>
        connection.Use("UPDATE probe SET state = 'sending', started = ?2 WHERE id = ?1 AND resolved IS NULL")
            .Bind(1, probe).Bind(2, at.ToMicroseconds()).Run();

    /// <summary>It may have been seen, and have its outcome, before its 250 is kept.</summary>
    public static void Sent(SqliteConnection connection, long probe, SentProbe sent)
    {
        connection.Use("""
            UPDATE probe SET state = CASE WHEN resolved IS NULL THEN 'sent' ELSE state END, started = ?2, accepted = ?3,
              submit_us = ?4, size = ?5, queue_id = ?6, deferrals = ?7
            WHERE id = ?1
            """)
            .Bind(1, probe).Bind(2, sent.Started.ToMicroseconds()).Bind(3, sent.Accepted.ToMicroseconds())
            .Bind(4, sent.Submit.ToMicroseconds()).Bind(5, sent.Bytes).Bind(6, sent.QueueId)
            .Bind(7, sent.Deferrals).Run();
        AddPhases(connection, probe, SendingSide, sent.Phases);
    }

    public static void Overdue(SqliteConnection connection, long probe) =>
        connection.Use("UPDATE probe SET state = 'overdue' WHERE id = ?1 AND resolved IS NULL").Bind(1, probe).Run();

    public static void AddPhases(
        SqliteConnection connection, long probe, int side, IReadOnlyList<PhaseTime> phases)
    {
        foreach (var phase in phases)
        {
            connection.Use("""
                INSERT OR REPLACE INTO phase(probe_id, side, name, start_us, dur_us) VALUES (?1, ?2, ?3, ?4, ?5)
                """)
                .Bind(1, probe).Bind(2, side).Bind(3, ProbeNames.Of(phase.Stage))
                .Bind(4, phase.Start.ToMicroseconds()).Bind(5, phase.Length.ToMicroseconds()).Run();
        }
    }

    public static List<OpenProbe> Open(SqliteConnection connection)
    {
        using var row = connection.Use("""
            SELECT p.id, p.run_id, f.name, t.name, p.token, p.message_id, p.due, p.state, p.started, p.accepted
            FROM probe p JOIN account f ON f.id = p.from_id JOIN account t ON t.id = p.to_id
            WHERE p.resolved IS NULL ORDER BY p.due, p.id
            """);
        var open = new List<OpenProbe>();
        while (row.Step())
        {
            open.Add(new OpenProbe(
                row.Long(0),
                new NewProbe(
                    row.Long(1),
                    new ProbePair(row.Text(2), row.Text(3)),
                    ProbeToken.FromOctets(row.Blob(4)),
                    row.Text(5),
                    row.Moment(6)),
                State(row.Text(7)),
                row.MomentOrNull(8),
                row.MomentOrNull(9)));
        }

        return open;
    }

    public static int SentSince(SqliteConnection connection, string account, DateTimeOffset since)
    {
        using var row = connection.Use("""
            SELECT count(*) FROM probe WHERE from_id = (SELECT id FROM account WHERE name = ?1) AND started >= ?2
            """)
            .Bind(1, account).Bind(2, since.ToMicroseconds());
        return row.Step() ? (int)row.Long(0) : 0;
    }

    public static FolderCursor? Cursor(SqliteConnection connection, string account, string folder)
    {
        using var row = connection.Use("""
            SELECT uidvalidity, uidnext FROM cursor
            WHERE account_id = (SELECT id FROM account WHERE name = ?1) AND folder = ?2
            """)
            .Bind(1, account).Bind(2, folder);
        return row.Step() ? new FolderCursor((uint)row.Long(0), (uint)row.Long(1)) : null;
    }

    public static void SetCursor(SqliteConnection connection, string account, string folder, FolderCursor cursor) =>
        connection.Use("""
            INSERT OR REPLACE INTO cursor(account_id, folder, uidvalidity, uidnext) VALUES (?1, ?2, ?3, ?4)
            """)
            .Bind(1, AccountRows.Id(connection, account)).Bind(2, folder).Bind(3, cursor.UidValidity)
            .Bind(4, cursor.NextUid).Run();

    /// <exception cref="StoreException">Somebody has written another word into the database.</exception>
    public static ProbeState State(string name) =>
        ProbeNames.State(name) ?? throw new StoreException($"A probe in the results has the state '{name}'.");

    /// <exception cref="StoreException">Somebody has written another word into the database.</exception>
    public static ProbeOutcome Outcome(string name) =>
        ProbeNames.Outcome(name) ?? throw new StoreException($"A probe in the results has the outcome '{name}'.");

    public const int SendingSide = 0;

    public const int ReceivingSide = 1;
}
