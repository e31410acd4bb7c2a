using System.Security.Cryptography;
using Rockdove.Sqlite;

namespace Rockdove.Prober;

/// <summary>
/// The rows of what was said. While a probe has no outcome all of its sessions are kept: nobody knows yet whether the
/// one that went well belongs to a mail that is lost.
/// </summary>
internal static class TranscriptRows
{
    public static void Add(
        SqliteConnection connection, long? probe, string account, KeptTranscript said, PackedTranscript packed,
        TranscriptSampling sampling)
    {
        var failed = said.IsFailure;
        if (probe is { } number)
        {
            if (OutcomeOf(connection, number) is { } outcome)
                failed |= !ProbeNames.IsGood(outcome);
            else if (!failed)
                sampling = new(1);
        }

        if (!failed && !sampling.Keeps(probe ?? said.Started.ToMicroseconds()))
            return;
        connection.Use("""
            INSERT INTO transcript(probe_id, account_id, protocol, started, remote, failed, raw_size, sha256, gz)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """)
            .Bind(1, probe).Bind(2, AccountRows.Id(connection, account)).Bind(3, said.Protocol)
            .Bind(4, said.Started.ToMicroseconds()).Bind(5, said.Server).Bind(6, failed ? 1 : 0)
            .Bind(7, said.Text.Length).Bind(8, packed.Sha256.AsSpan()).Bind(9, packed.Octets.AsSpan()).Run();
    }

    /// <summary>A probe has its outcome: what it said is a sample, or evidence, or not needed.</summary>
    public static void Settle(
        SqliteConnection connection, long probe, ProbeOutcome outcome, TranscriptSampling sampling)
    {
        if (!ProbeNames.IsGood(outcome))
            connection.Use("UPDATE transcript SET failed = 1 WHERE probe_id = ?1").Bind(1, probe).Run();
        else if (!sampling.Keeps(probe))
            connection.Use("DELETE FROM transcript WHERE probe_id = ?1 AND failed = 0").Bind(1, probe).Run();
    }

    private static ProbeOutcome? OutcomeOf(SqliteConnection connection, long probe)
    {
        using var row = connection.Use("SELECT outcome FROM probe WHERE id = ?1").Bind(1, probe);
        return row.Step() && !row.IsNull(0) ? ProbeRows.Outcome(row.Text(0)) : null;
    }
}

/// <summary>A transcript as it is stored.</summary>
/// <param name="Octets">In gzip.</param>
/// <param name="Sha256">Of the text itself.</param>
internal sealed record PackedTranscript(byte[] Octets, byte[] Sha256)
{
    public static PackedTranscript Of(ReadOnlySpan<byte> text) => new(Gzip.Pack(text), SHA256.HashData(text));
}
