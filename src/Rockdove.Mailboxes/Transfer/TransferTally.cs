namespace Rockdove.Mailboxes;

/// <summary>Counts, and tells those who listen.</summary>
internal sealed class TransferTally(Action<TransferProgress>? progress, Action<TransferProblem>? problem)
{
    private TransferProgress _now;

    public TransferProgress Now => _now;

    public void Expect(long messages) => _now = _now with { ExpectedMessages = messages };

    public void Mailbox() => _now = _now with { Mailboxes = _now.Mailboxes + 1 };

    public void Message(long bytes)
    {
        _now = _now with { Messages = _now.Messages + 1, Bytes = _now.Bytes + bytes };
        progress?.Invoke(_now);
    }

    public void Problem(string where, string what)
    {
        _now = _now with { Problems = _now.Problems + 1 };
        problem?.Invoke(new(where, what));
    }
}
