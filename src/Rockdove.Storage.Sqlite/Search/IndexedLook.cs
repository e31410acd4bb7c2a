namespace Rockdove.Storage.Sqlite;

/// <summary>One search: what was proposed, judged as far as can be without reading rows and messages.</summary>
/// <param name="candidates">What was proposed.</param>
/// <param name="judge">Null if texts alone decide nothing.</param>
/// <param name="whole">Asks all of the query.</param>
/// <param name="rest">Asks what the judge does not; null if that is nothing.</param>
internal sealed class IndexedLook(
    Candidates candidates, TextJudge? judge, MessageMatcher whole, MessageMatcher? rest)
{
    /// <summary>The messages of a mailbox that may match, in pieces, in order.</summary>
    public IEnumerable<CandidateBatch> CandidatesIn(MailboxId mailbox, SearchOrder order)
    {
        foreach (var batch in candidates.In(mailbox, order))
        {
            if (judge is not null)
                batch.Judge(judge, isAll: rest is null);
            if (batch.Count > 0)
                yield return batch;
        }
    }

    /// <summary>Whether the query holds for the row of a candidate.</summary>
    public ValueTask<bool> MatchesAsync(
        MessageRow row, CandidateBatch batch, CancellationToken cancellationToken) =>
        !batch.Holds(row.Uid) ? whole.MatchesAsync(row, cancellationToken)
        : rest is null ? new(true)
        : rest.MatchesAsync(row, cancellationToken);
}
