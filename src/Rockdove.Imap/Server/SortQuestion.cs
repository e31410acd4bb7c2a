namespace Rockdove.Imap;

/// <summary>
/// SORT (RFC 5256): find the messages and put them in this order. Answer with <see cref="ImapServerEngine.Sorted"/>;
/// <see cref="MessageSorter"/> knows the order.
/// </summary>
/// <param name="Key">Which messages.</param>
/// <param name="Criteria">By what, the first first; then by UID.</param>
/// <param name="Returns">What the client wants to know; None for all.</param>
public sealed record SortQuestion(SearchKey Key, IReadOnlyList<SortCriterion> Criteria, SearchReturns Returns)
    : ImapQuestion
{
    /// <inheritdoc cref="SearchQuestion.TellsModSequence"/>
    public bool TellsModSequence { get; init; }

    /// <inheritdoc cref="SearchQuestion.Window"/>
    public ResultWindow? Window { get; init; }

    public override ImapReply Default => ImapReplies.CannotSort;
}

/// <summary>
/// THREAD (RFC 5256): find the messages and say which answer which. Answer with
/// <see cref="ImapServerEngine.Threaded"/>; <see cref="MessageThreader"/> knows how.
/// </summary>
public sealed record ThreadQuestion(SearchKey Key, ThreadAlgorithm Algorithm) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.CannotThread;
}
