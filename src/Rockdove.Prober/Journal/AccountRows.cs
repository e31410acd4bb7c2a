using Rockdove.Sqlite;
using Rockdove.Storage;

namespace Rockdove.Prober;

/// <summary>The rows of accounts and runs.</summary>
internal static class AccountRows
{
    /// <summary>Makes rows for accounts that have none.</summary>
    public static void Know(SqliteConnection connection, IReadOnlyList<ProbeAccount> accounts, long at) =>
        Keep(connection, accounts, at);

    public static long BeginRun(SqliteConnection connection, ProbeRun run, string version)
    {
        var at = run.Started.ToMicroseconds();
        connection.Use("""
            INSERT INTO run(started, trigger, round, host, version, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """)
            .Bind(1, at).Bind(2, run.Trigger).Bind(3, run.Round).Bind(4, Environment.MachineName).Bind(5, version)
            .Bind(6, run.Body).Run();
        var id = connection.LastRowId;
        foreach (var (account, row, n) in Keep(connection, run.Accounts, at))
        {
            connection.Use("""
                INSERT INTO run_account(run_id, account_id, n, send_host, receive_host) VALUES (?1, ?2, ?3, ?4, ?5)
                """)
                .Bind(1, id).Bind(2, row).Bind(3, n).Bind(4, account.Send?.Host).Bind(5, account.Receive?.Host).Run();
        }

        if (run.Trigger != OnRequest)
            Retire(connection, id, at);
        return id;
    }

    public static void EndRun(SqliteConnection connection, long run, DateTimeOffset at, RunFlags flags) =>
        connection.Use("UPDATE run SET finished = ?2, flags = flags | ?3 WHERE id = ?1")
            .Bind(1, run).Bind(2, at.ToMicroseconds()).Bind(3, (long)flags).Run();

    /// <exception cref="StoreException">No run has had such an account.</exception>
    public static long Id(SqliteConnection connection, string name)
    {
        using var row = connection.Use("SELECT id FROM account WHERE name = ?1").Bind(1, name);
        return row.Step()
            ? row.Long(0)
            : throw new StoreException($"There is no account '{name}' in the results: it takes part in no run.");
    }

    /// <summary>An account keeps its row, and so its history, under another name or with another address.</summary>
    private static List<(ProbeAccount Account, long Row, int N)> Keep(
        SqliteConnection connection, IReadOnlyList<ProbeAccount> accounts, long at)
    {
        var names = accounts.Select(account => account.Name).ToHashSet(StringComparer.Ordinal);
        var kept = new List<(ProbeAccount, long, int)>(accounts.Count);
        for (var n = 0; n < accounts.Count; n++)
        {
            var account = accounts[n];
            var row = Find(connection, account, names);
            var statement = row is null
                ? connection.Use("""
                    INSERT INTO account(name, address, grp, sort, first_seen) VALUES (?1, ?2, ?3, ?4, ?5)
                    """)
                    .Bind(5, at)
                : connection.Use("""
                    UPDATE account SET name = ?1, address = ?2, grp = ?3, sort = ?4, retired = NULL WHERE id = ?5
                    """)
                    .Bind(5, row);
            statement.Bind(1, account.Name).Bind(2, account.Address).Bind(3, account.Group).Bind(4, n).Run();
            kept.Add((account, row ?? connection.LastRowId, n));
        }

        return kept;
    }

    private static long? Find(SqliteConnection connection, ProbeAccount account, HashSet<string> names)
    {
        using (var named = connection.Use("SELECT id FROM account WHERE name = ?1").Bind(1, account.Name))
            if (named.Step())
                return named.Long(0);
        using var addressed = connection.Use("SELECT id, name FROM account WHERE address = ?1 ORDER BY id")
            .Bind(1, account.Address);
        while (addressed.Step())
        {
            if (!names.Contains(addressed.Text(1)))
                return addressed.Long(0);
        }

        return null;
    }

    private static void Retire(SqliteConnection connection, long run, long at) =>
        connection.Use("""
            UPDATE account SET retired = ?2 WHERE retired IS NULL
              AND id NOT IN (SELECT account_id FROM run_account WHERE run_id = ?1)
            """)
            .Bind(1, run).Bind(2, at).Run();

    /// <summary>A run that somebody asked for need not name all accounts, so that the others are not gone.</summary>
    private const string OnRequest = "request";
}
