using System.Text.Json;
using Rockdove.Sqlite;
using Rockdove.Storage;

namespace Rockdove.Prober;

/// <summary>The rows of alerts, and of whom they were told to.</summary>
internal static class AlertRows
{
    /// <returns>The number of the alert.</returns>
    public static long Keep(SqliteConnection connection, AlertChange change)
    {
        var detail = JsonSerializer.Serialize(change.Detail, AlertJsonContext.Default.AlertDetail);
        var at = change.At.ToMicroseconds();
        if (Find(connection, change) is not { } alert)
        {
            connection.Use("""
                INSERT INTO alert(rule, subject, state, since, updated, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                """)
                .Bind(1, change.Rule.Name).Bind(2, change.Subject).Bind(3, State(change.Kind))
                .Bind(4, change.Since.ToMicroseconds()).Bind(5, at).Bind(6, detail).Run();
            alert = connection.LastRowId;
        }
        else
        {
            connection.Use("UPDATE alert SET state = ?2, updated = ?3, detail = ?4 WHERE id = ?1")
                .Bind(1, alert).Bind(2, State(change.Kind)).Bind(3, at).Bind(4, detail).Run();
        }

        if (change.Kind is AlertChangeKind.Recovered or AlertChangeKind.Superseded)
            connection.Use("UPDATE alert SET ended = ?2 WHERE id = ?1").Bind(1, alert).Bind(2, at).Run();
        return alert;
    }

    public static void Keep(SqliteConnection connection, NotificationEntry attempt) =>
        connection.Use("""
            INSERT INTO notification(alert_id, channel, kind, attempt, at, ok, error)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """)
            .Bind(1, attempt.Alert).Bind(2, attempt.Channel).Bind(3, attempt.Kind).Bind(4, attempt.Attempt)
            .Bind(5, attempt.At.ToMicroseconds()).Bind(6, attempt.IsSent ? 1 : 0).Bind(7, attempt.Error).Run();

    public static List<AlertEntry> List(SqliteConnection connection, bool onlyOpen, int limit)
    {
        using var row = connection.Use($"""
            SELECT id, rule, subject, state, since, updated, ended, detail FROM alert
            {(onlyOpen ? "WHERE ended IS NULL" : "")} ORDER BY since DESC, id DESC LIMIT ?1
            """)
            .Bind(1, limit);
        var entries = new List<AlertEntry>();
        while (row.Step())
        {
            entries.Add(new(
                row.Long(0), row.Text(1), row.Text(2), row.Text(3), row.Moment(4), row.Moment(5), row.MomentOrNull(6),
                Detail(row.Text(7))));
        }

        return entries;
    }

    public static List<NotificationEntry> Notifications(SqliteConnection connection, long alert)
    {
        using var row = connection.Use("""
            SELECT alert_id, channel, kind, attempt, at, ok, error FROM notification WHERE alert_id = ?1
            ORDER BY at, rowid
            """)
            .Bind(1, alert);
        var entries = new List<NotificationEntry>();
        while (row.Step())
        {
            entries.Add(new(
                row.Long(0), row.Text(1), row.Text(2), (int)row.Long(3), row.Moment(4), row.Long(5) != 0,
                row.TextOrNull(6)));
        }

        return entries;
    }

    public static string Word(AlertChangeKind kind) => kind switch
    {
        AlertChangeKind.Opened => "opened",
        AlertChangeKind.Flapping => RuleState.FlappingWord,
        AlertChangeKind.Reminded => "reminder",
        AlertChangeKind.Recovered => "recovered",
        _ => "superseded",
    };

    private static string State(AlertChangeKind kind) =>
        kind is AlertChangeKind.Opened or AlertChangeKind.Reminded ? "firing" : Word(kind);

    private static long? Find(SqliteConnection connection, AlertChange change)
    {
        using var row = connection.Use("SELECT id FROM alert WHERE rule = ?1 AND subject = ?2 AND ended IS NULL")
            .Bind(1, change.Rule.Name).Bind(2, change.Subject);
        return row.Step() ? row.Long(0) : null;
    }

    private static AlertDetail Detail(string json) =>
        JsonSerializer.Deserialize(json, AlertJsonContext.Default.AlertDetail)
            ?? throw new StoreException("An alert in the results has no detail.");
}
