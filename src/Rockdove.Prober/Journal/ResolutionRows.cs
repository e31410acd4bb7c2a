using Rockdove.Sqlite;

namespace Rockdove.Prober;

/// <summary>The rows of how a probe ended.</summary>
internal static class ResolutionRows
{
    /// <returns>False when it had an outcome, which stays.</returns>
    public static bool Resolve(
        SqliteConnection connection, long probe, ProbeResolution end, JournalDays days, TranscriptSampling sampling)
    {
        if (Update(connection, probe, end) is not { } way)
            return false;
        var side = end.Outcome == ProbeOutcome.ReceiveFailed ? ProbeRows.ReceivingSide : ProbeRows.SendingSide;
        ProbeRows.AddPhases(connection, probe, side, end.Phases);
        for (var n = 0; n < end.Hops.Count; n++)
            AddHop(connection, probe, n, end.Hops[n]);
        foreach (var verdict in end.Verdicts)
        {
            connection.Use("""
                INSERT INTO verdict(probe_id, method, result, authserv, detail) VALUES (?1, ?2, ?3, ?4, ?5)
                """)
                .Bind(1, probe).Bind(2, verdict.Method).Bind(3, verdict.Result).Bind(4, verdict.Server)
                .Bind(5, verdict.Detail).Run();
        }

        if (end.Bounce is { } bounce)
            AddBounce(connection, probe, bounce);
        TranscriptRows.Settle(connection, probe, end.Outcome, sampling);
        RollupRows.Count(connection, days, way.From, way.To, way.Due, end.Outcome, end.Delivery);
        return true;
    }

    private static (long From, long To, long Due)? Update(SqliteConnection connection, long probe, ProbeResolution end)
    {
        using var row = connection.Use("""
            UPDATE probe SET state = 'resolved', outcome = ?2, resolved = ?3, stage = ?4, smtp_code = ?5, enhanced = ?6,
              error = ?7, started = coalesce(?8, started), seen = ?9, seen_not_before = ?10, delivery_us = ?11,
              total_us = ?12, transit_us = ?13, visibility_us = ?14, classic_seconds = ?15, folder = ?16, role = ?17,
              uid = ?18, uidvalidity = ?19, copies = ?20, hops = ?21, plain_hops = ?22, flags = flags | ?23
            WHERE id = ?1 AND resolved IS NULL
            RETURNING from_id, to_id, due
            """);
        var trail = end.Hops.Count > 0;
        row.Bind(1, probe).Bind(2, ProbeNames.Of(end.Outcome)).Bind(3, end.At.ToMicroseconds())
            .Bind(4, end.Failure is { } failed ? ProbeNames.Of(failed.Stage) : null).Bind(5, end.Failure?.Code)
            .Bind(6, end.Failure?.EnhancedCode).Bind(7, end.Failure?.Text).Bind(8, end.Started.ToMicroseconds())
            .Bind(9, end.Seen.ToMicroseconds()).Bind(10, end.SeenNotBefore.ToMicroseconds())
            .Bind(11, end.Delivery.ToMicroseconds()).Bind(12, end.Total.ToMicroseconds())
            .Bind(13, end.Transit.ToMicroseconds()).Bind(14, end.Visibility.ToMicroseconds())
            .Bind(15, end.ClassicSeconds).Bind(16, end.Place?.Folder)
            .Bind(17, end.Place is { } place ? Role(place.Role) : null).Bind(18, end.Place?.Uid)
            .Bind(19, end.Place?.UidValidity).Bind(20, end.Copies).Bind(21, trail ? end.Hops.Count : (long?)null)
            .Bind(22, trail ? end.Hops.Count(hop => !hop.IsEncrypted) : (long?)null).Bind(23, (long)end.Flags);
        if (!row.Step())
            return null;
        var way = (row.Long(0), row.Long(1), row.Long(2));
        row.Step(); // RETURNING: the statement is done with its last step.
        return way;
    }

    private static void AddHop(SqliteConnection connection, long probe, int n, ProbeHop hop) =>
        connection.Use("""
            INSERT INTO hop(probe_id, n, by_host, from_host, from_ip, with_proto, tls, stamp, zone_min, wait_us,
              corrected, skew_us, raw)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """)
            .Bind(1, probe).Bind(2, n).Bind(3, hop.By).Bind(4, hop.From).Bind(5, hop.FromAddress).Bind(6, hop.With)
            .Bind(7, hop.Tls).Bind(8, hop.Stamp.ToMicroseconds()).Bind(9, (long?)hop.Stamp?.Offset.TotalMinutes)
            .Bind(10, hop.Wait.ToMicroseconds()).Bind(11, hop.Corrected.ToMicroseconds())
            .Bind(12, hop.Skew.ToMicroseconds()).Bind(13, hop.Raw).Run();

    private static void AddBounce(SqliteConnection connection, long probe, KeptBounce bounce) =>
        connection.Use("""
            INSERT INTO bounce(probe_id, at, status, diagnostic, remote_mta, gz) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """)
            .Bind(1, probe).Bind(2, bounce.At.ToMicroseconds()).Bind(3, bounce.Status).Bind(4, bounce.Diagnostic)
            .Bind(5, bounce.RemoteServer).Bind(6, Gzip.Pack(bounce.Message.Span).AsSpan()).Run();

    public static string Role(FolderRole role) => role switch
    {
        FolderRole.Inbox => "inbox",
        FolderRole.Junk => "junk",
        FolderRole.Sent => "sent",
        FolderRole.Trash => "trash",
        _ => "other",
    };
}
