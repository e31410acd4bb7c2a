using Rockdove.Wire;

namespace Rockdove.Mock;

/// <summary>
/// A transcript as moves. Each reply is put behind the command that it answers, so that a recording of a client that
/// pipelined serves one that waits for every reply, and the other way round: the server's octets are the same.
/// </summary>
internal sealed class ReplayScript
{
    /// <exception cref="MockScriptException">There is something in it that cannot be repeated; says all of
    /// it.</exception>
    public ReplayScript(Transcript conversation, MockTls tls)
    {
        Path = conversation.Path;
        var errors = new List<string>();
        var order = new ReplayOrder();
        foreach (var line in conversation.Lines)
        {
            switch (line.Kind)
            {
                case TranscriptLineKind.Client:
                    order.Client(line);
                    break;
                case TranscriptLineKind.Server:
                    HasServer = true;
                    order.Server(line);
                    break;
                case TranscriptLineKind.Directive when line.Word == "tls":
                    if (tls == MockTls.Off)
                        errors.Add($"{Path}:{line.Number}: the conversation has TLS, and this server has not.");
                    BeginsWithTls |= order.IsEmpty;
                    if (!order.IsEmpty)
                        order.Server(new ReplayMove(ReplayMoveKind.StartTls, line));
                    break;
                case TranscriptLineKind.Directive when line is { Word: "expect", Text: "close" }:
                    order.End(new ReplayMove(ReplayMoveKind.Close, line));
                    break;
                case TranscriptLineKind.Directive when line is { Word: "expect", Text: "abort" }:
                    order.End(new ReplayMove(ReplayMoveKind.Reset, line));
                    break;
                case TranscriptLineKind.Directive when line.Word == "truncated":
                    errors.Add($"{Path}:{line.Number}: the recording was cut short, so its end cannot be repeated.");
                    break;
            }
        }

        if (!HasServer && !order.HasEnd)
            errors.Add($"{Path}: the server says nothing in this conversation; it needs S: lines, or rules that begin "
                + "with '! on'.");
        if (errors.Count > 0)
            throw new MockScriptException(errors);
        Moves = order.ToMoves();
        BeginsWithTls |= tls == MockTls.Implicit;
    }

    public string Path { get; }

    /// <summary>The handshake comes before the first octet.</summary>
    public bool BeginsWithTls { get; }

    public IReadOnlyList<ReplayMove> Moves { get; }

    private bool HasServer { get; }

    public string Where(int move) => $"{Path}:{Moves[move].Line?.Number}";
}
