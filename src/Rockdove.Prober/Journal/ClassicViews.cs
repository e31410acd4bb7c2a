namespace Rockdove.Prober;

/// <summary>
/// maping's two tables as views, for those who have queries: <c>log</c> and <c>protocol</c>, with its columns.
/// </summary>
/// <remarks>
/// A row is an unordered pair of one run, and its A is the account that comes first in the run. Seconds are whole, -1
/// is a failure, and NULL, which maping has not, is a way that was not measured, or not yet. A failure of one way says
/// nothing of the other one, 0 is a time, and where clocks that differ would make a time negative, ours is taken.
/// </remarks>
internal static class ClassicViews
{
    public static readonly string Views = $"""
        -- The newest probe each way, if there are several.
        CREATE VIEW classic_pair AS
          SELECT r.id AS run_id, r.started / 1000000 AS timestamp, a.account_id AS a, b.account_id AS b,
            tx.id AS tx_id, rx.id AS rx_id, {Seconds("tx")} AS tx, {Seconds("rx")} AS rx,
            a.send_host AS a_send, a.receive_host AS a_receive, b.send_host AS b_send, b.receive_host AS b_receive
          FROM run r
          JOIN run_account a ON a.run_id = r.id
          JOIN run_account b ON b.run_id = r.id AND b.n > a.n
          LEFT JOIN probe tx ON tx.id = (SELECT max(id) FROM probe
            WHERE run_id = r.id AND from_id = a.account_id AND to_id = b.account_id)
          LEFT JOIN probe rx ON rx.id = (SELECT max(id) FROM probe
            WHERE run_id = r.id AND from_id = b.account_id AND to_id = a.account_id)
          WHERE tx.resolved IS NOT NULL OR rx.resolved IS NOT NULL;

        CREATE VIEW log AS
          SELECT coalesce(c.tx_id, c.rx_id) AS id, c.timestamp, c.tx, c.rx, a.address AS acc_a, b.address AS acc_b,
            coalesce(c.a_send, '') AS smtphost_tx, coalesce(c.b_receive, '') AS imaphost_tx,
            coalesce(c.b_send, '') AS smtphost_rx, coalesce(c.a_receive, '') AS imaphost_rx
          FROM classic_pair c JOIN account a ON a.id = c.a JOIN account b ON b.id = c.b;

        CREATE VIEW protocol AS
          SELECT coalesce(c.tx_id, c.rx_id) AS id, {Said("tx", "=")} AS smtplog_tx, {Said("tx", "<>")} AS imaplog_tx,
            {Said("rx", "=")} AS smtplog_rx, {Said("rx", "<>")} AS imaplog_rx
          FROM classic_pair c;

        """;

    private static string Seconds(string way) => $"""
        CASE
              WHEN {way}.resolved IS NULL OR {way}.outcome IN ('skipped_budget', 'unknown') THEN NULL
              WHEN {way}.outcome NOT IN ('delivered', 'delivered_spam', 'late', 'duplicate') THEN -1
              WHEN {way}.classic_seconds >= 0 THEN {way}.classic_seconds
              ELSE max(0, coalesce({way}.total_us, {way}.seen - {way}.started, 0)) / 1000000
            END
        """;

    /// <summary>The newest transcript of a way; as maping has it, nothing in gzip where there is none.</summary>
    private static string Said(string way, string isSmtp) =>
        $"coalesce((SELECT gz FROM transcript WHERE probe_id = c.{way}_id AND protocol {isSmtp} 'smtp' "
        + $"ORDER BY id DESC LIMIT 1), X'{NothingInGzip}')";

    private const string NothingInGzip = "1f8b080000000000000303000000000000000000";
}
