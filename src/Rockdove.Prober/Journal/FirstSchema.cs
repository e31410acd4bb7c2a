namespace Rockdove.Prober;

/// <summary>Version 1. Times are microseconds since 1970 UTC, lengths are microseconds.</summary>
internal static class FirstSchema
{
    public const string Tables = """
        CREATE TABLE account(
          id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, address TEXT NOT NULL, grp TEXT, sort INTEGER NOT NULL,
          first_seen INTEGER NOT NULL, retired INTEGER);

        CREATE TABLE run(
          id INTEGER PRIMARY KEY, started INTEGER NOT NULL, finished INTEGER, trigger TEXT NOT NULL, round INTEGER,
          host TEXT NOT NULL, version TEXT NOT NULL, body TEXT, flags INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX run_time ON run(started);

        -- Who took part, in which order, and by which servers: those may be others by the next run.
        CREATE TABLE run_account(
          run_id INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, account_id INTEGER NOT NULL REFERENCES account,
          n INTEGER NOT NULL, send_host TEXT, receive_host TEXT,
          PRIMARY KEY(run_id, account_id)) WITHOUT ROWID;

        CREATE TABLE probe(
          id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run,
          from_id INTEGER NOT NULL REFERENCES account, to_id INTEGER NOT NULL REFERENCES account,
          token BLOB NOT NULL UNIQUE, message_id TEXT NOT NULL, due INTEGER NOT NULL,
          state TEXT NOT NULL, outcome TEXT, stage TEXT, smtp_code INTEGER, enhanced TEXT, error TEXT,
          started INTEGER, accepted INTEGER, seen INTEGER, seen_not_before INTEGER, resolved INTEGER,
          submit_us INTEGER, delivery_us INTEGER, total_us INTEGER, transit_us INTEGER, visibility_us INTEGER,
          classic_seconds INTEGER, folder TEXT, role TEXT, uid TEXT, uidvalidity INTEGER, copies INTEGER,
          queue_id TEXT, size INTEGER, deferrals INTEGER, hops INTEGER, plain_hops INTEGER,
          flags INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX probe_pair ON probe(from_id, to_id, due DESC);
        CREATE INDEX probe_time ON probe(due);
        CREATE INDEX probe_run ON probe(run_id, from_id, to_id);
        CREATE INDEX probe_open ON probe(due) WHERE resolved IS NULL;
        CREATE INDEX probe_bad ON probe(due) WHERE outcome NOT IN ('delivered');
        CREATE INDEX probe_begun ON probe(from_id, started) WHERE started IS NOT NULL;

        -- side: 0 sends, 1 receives.
        CREATE TABLE phase(
          probe_id INTEGER NOT NULL REFERENCES probe ON DELETE CASCADE, side INTEGER NOT NULL, name TEXT NOT NULL,
          start_us INTEGER NOT NULL, dur_us INTEGER NOT NULL, PRIMARY KEY(probe_id, side, name)) WITHOUT ROWID;

        CREATE TABLE hop(
          probe_id INTEGER NOT NULL REFERENCES probe ON DELETE CASCADE, n INTEGER NOT NULL, by_host TEXT,
          from_host TEXT, from_ip TEXT, with_proto TEXT, tls TEXT, stamp INTEGER, zone_min INTEGER, wait_us INTEGER,
          corrected INTEGER, skew_us INTEGER, raw TEXT NOT NULL, PRIMARY KEY(probe_id, n)) WITHOUT ROWID;

        CREATE TABLE verdict(
          probe_id INTEGER NOT NULL REFERENCES probe ON DELETE CASCADE, method TEXT NOT NULL, result TEXT NOT NULL,
          authserv TEXT NOT NULL, detail TEXT);
        CREATE INDEX verdict_probe ON verdict(probe_id);

        -- A table of its own, so that the rows of probes stay small.
        CREATE TABLE transcript(
          id INTEGER PRIMARY KEY, probe_id INTEGER REFERENCES probe ON DELETE CASCADE,
          account_id INTEGER NOT NULL REFERENCES account, protocol TEXT NOT NULL, started INTEGER NOT NULL,
          remote TEXT NOT NULL, failed INTEGER NOT NULL, raw_size INTEGER NOT NULL, sha256 BLOB NOT NULL,
          gz BLOB NOT NULL);
        CREATE INDEX transcript_probe ON transcript(probe_id, protocol);
        CREATE INDEX transcript_time ON transcript(failed, started);

        CREATE TABLE cert(
          sha256 BLOB PRIMARY KEY, subject TEXT NOT NULL, san TEXT, issuer TEXT NOT NULL, not_before INTEGER NOT NULL,
          not_after INTEGER NOT NULL, key TEXT NOT NULL, sig TEXT, der BLOB NOT NULL) WITHOUT ROWID;

        CREATE TABLE tls_seen(
          endpoint TEXT NOT NULL, cert BLOB NOT NULL REFERENCES cert, first INTEGER NOT NULL, last INTEGER NOT NULL,
          chain_ends INTEGER NOT NULL, version TEXT NOT NULL, cipher TEXT NOT NULL, chain_ok INTEGER NOT NULL,
          host_ok INTEGER NOT NULL, dane TEXT, PRIMARY KEY(endpoint, cert)) WITHOUT ROWID;

        CREATE TABLE check_state(
          subject TEXT NOT NULL, check_name TEXT NOT NULL, status INTEGER NOT NULL, since INTEGER NOT NULL,
          checked INTEGER NOT NULL, value TEXT, PRIMARY KEY(subject, check_name)) WITHOUT ROWID;

        -- Changes alone, not every observation. old is null for the first one.
        CREATE TABLE check_change(
          subject TEXT NOT NULL, check_name TEXT NOT NULL, at INTEGER NOT NULL, old INTEGER, new INTEGER NOT NULL,
          value TEXT);
        CREATE INDEX check_change_subject ON check_change(subject, check_name, at);

        CREATE TABLE clock(
          host TEXT NOT NULL, at INTEGER NOT NULL, offset_us INTEGER NOT NULL, err_us INTEGER NOT NULL,
          method TEXT NOT NULL, PRIMARY KEY(host, at)) WITHOUT ROWID;

        CREATE TABLE bounce(
          id INTEGER PRIMARY KEY, probe_id INTEGER NOT NULL REFERENCES probe ON DELETE CASCADE, at INTEGER NOT NULL,
          status TEXT, diagnostic TEXT, remote_mta TEXT, gz BLOB NOT NULL);
        CREATE INDEX bounce_probe ON bounce(probe_id);

        -- level: 0 hours, 1 days of the configured zone. n = ok + spam + late + lost + failed; duplicate is in ok,
        -- unmeasured is in none of them. hist: LatencyHistogram.
        CREATE TABLE rollup(
          level INTEGER NOT NULL, bucket INTEGER NOT NULL, from_id INTEGER NOT NULL REFERENCES account,
          to_id INTEGER NOT NULL REFERENCES account, n INTEGER NOT NULL, ok INTEGER NOT NULL, spam INTEGER NOT NULL,
          late INTEGER NOT NULL, lost INTEGER NOT NULL, failed INTEGER NOT NULL, duplicate INTEGER NOT NULL,
          unmeasured INTEGER NOT NULL, timed INTEGER NOT NULL, min_us INTEGER, p50_us INTEGER, p95_us INTEGER,
          max_us INTEGER, sum_us INTEGER NOT NULL, hist BLOB NOT NULL,
          PRIMARY KEY(level, bucket, from_id, to_id)) WITHOUT ROWID;
        CREATE INDEX rollup_pair ON rollup(level, from_id, to_id, bucket);

        CREATE TABLE alert(
          id INTEGER PRIMARY KEY, rule TEXT NOT NULL, subject TEXT NOT NULL, state TEXT NOT NULL,
          since INTEGER NOT NULL, updated INTEGER NOT NULL, ended INTEGER, detail TEXT NOT NULL);
        CREATE UNIQUE INDEX alert_open ON alert(rule, subject) WHERE ended IS NULL;
        CREATE INDEX alert_time ON alert(since);

        CREATE TABLE notification(
          alert_id INTEGER NOT NULL REFERENCES alert ON DELETE CASCADE, channel TEXT NOT NULL, kind TEXT NOT NULL,
          attempt INTEGER NOT NULL, at INTEGER NOT NULL, ok INTEGER NOT NULL, error TEXT);
        CREATE INDEX notification_alert ON notification(alert_id, at);

        CREATE TABLE cursor(
          account_id INTEGER NOT NULL REFERENCES account, folder TEXT NOT NULL, uidvalidity INTEGER NOT NULL,
          uidnext INTEGER NOT NULL, PRIMARY KEY(account_id, folder)) WITHOUT ROWID;

        CREATE TABLE meta(k TEXT PRIMARY KEY, v TEXT NOT NULL) WITHOUT ROWID;

        -- Mails that were begun, for each day of UTC: counted from the probes, so that the two cannot differ.
        CREATE VIEW budget AS
          SELECT from_id AS account_id, started / 86400000000 AS day, count(*) AS sent
          FROM probe WHERE started IS NOT NULL GROUP BY 1, 2;

        """;
}
