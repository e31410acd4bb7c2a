namespace Rockdove.Prober;

/// <summary>What an alert is about, in words.</summary>
internal static class AlertSubject
{
    public static string Word(BlameKind kind) => kind switch
    {
        BlameKind.Sender => "sender",
        BlameKind.Receiver => "receiver",
        BlameKind.Account => "account",
        BlameKind.Pair => "pair",
        _ => "prober",
    };

    /// <summary>Such as <c>sender gmail</c>, <c>a -> b</c>, <c>prober</c>; the same for the same thing.</summary>
    public static string Of(BlameFinding finding) => finding.Kind switch
    {
        BlameKind.Sender => $"sender {finding.From}",
        BlameKind.Receiver => $"receiver {finding.To}",
        BlameKind.Account => $"account {finding.From}",
        BlameKind.Pair => $"{finding.From} -> {finding.To}",
        _ => "prober",
    };

    /// <summary>The finding that a kept alert is about.</summary>
    public static BlameFinding Finding(AlertDetail detail) =>
        new(Kind(detail.Blame), detail.From, detail.To, detail.Failed, detail.Measured);

    private static BlameKind Kind(string word) => word switch
    {
        "sender" => BlameKind.Sender,
        "receiver" => BlameKind.Receiver,
        "account" => BlameKind.Account,
        "pair" => BlameKind.Pair,
        _ => BlameKind.Prober,
    };
}
