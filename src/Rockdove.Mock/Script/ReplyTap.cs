using System.Text;
using Rockdove.Hosting;

namespace Rockdove.Mock;

/// <summary>Sends what a script says in place of the server's next reply.</summary>
internal sealed class ReplyTap : ILineTap
{
    private readonly List<string> _capabilities = [];
    private int _repliesLeft;
    private bool _hasBegun;
    private bool _isAfterChallenges;

    /// <summary>What waits for the next reply, or is in the midst of it; null when replies go as they are.</summary>
    public Performance? Pending { get; private set; }

    /// <summary>
    /// Performs in place of the next reply, or of the next few where one question has several (LMTP).
    /// </summary>
    /// <param name="performance">What to do. One reply is said as often as there are replies.</param>
    /// <param name="replies">How many replies the server will give.</param>
    /// <param name="afterChallenges">The reply may come after further rounds of an exchange, which go as they
    /// are.</param>
    public void Perform(Performance performance, int replies = 1, bool afterChallenges = false)
    {
        Pending = performance.Replies.Count == 1 && replies > 1
            ? performance with
            {
                Lines = [.. Enumerable.Repeat(performance.Lines!, replies).SelectMany(lines => lines)],
            }
            : performance;
        _repliesLeft = replies;
        _hasBegun = false;
        _isAfterChallenges = afterChallenges;
        _capabilities.Clear();
    }

    public IReadOnlyList<LineEdit>? OnServerLine(ReadOnlyMemory<byte> line)
    {
        if (Pending is not { } act || (_isAfterChallenges && line.Span.StartsWith("334"u8)))
            return null;
        var isFirst = !_hasBegun;
        var isLast = !IsContinued(line.Span) && --_repliesLeft == 0;
        _hasBegun = true;
        if (isLast)
            Pending = null;
        if (act.Replaces)
            return isFirst ? [.. Script(act)] : [];
        return act.ChangesCapabilities && line.Span.StartsWith("250"u8)
            ? Gather(act, Encoding.UTF8.GetString(line.Span), isLast)
            : [Edit(act, line.ToArray(), isFirst)];
    }

    private static IEnumerable<LineEdit> Script(Performance act)
    {
        var lines = act.Lines ?? [];
        for (var i = 0; i < lines.Count; i++)
            yield return Edit(act, lines[i], i == 0) with { Then = i == lines.Count - 1 ? act.Then : HangUp.None };
        if (lines.Count == 0)
            yield return new LineEdit { Before = act.Delay, Then = act.Then };
    }

    private static LineEdit Edit(Performance act, ReadOnlyMemory<byte> line, bool isFirst) => new()
    {
        Send = line,
        Before = isFirst ? act.Delay
            : act.BetweenLines > TimeSpan.Zero ? act.BetweenLines
            : act.BetweenPieces,
        PieceBytes = act.PieceBytes,
        BetweenPieces = act.BetweenPieces,
    };

    /// <summary>What EHLO lists is known when its last line is: what is withheld may have been that one.</summary>
    private IReadOnlyList<LineEdit> Gather(Performance act, string line, bool isLast)
    {
        var text = line[4..].TrimEnd('\r', '\n');
        if (_capabilities.Count == 0 || !act.Withheld.Contains(Keyword(text), StringComparer.OrdinalIgnoreCase))
            _capabilities.Add(text);
        if (!isLast)
            return [];
        _capabilities.AddRange(act.Offered);
        return [.. _capabilities.Select((capability, i) => Edit(
            act,
            Encoding.UTF8.GetBytes($"250{(i == _capabilities.Count - 1 ? ' ' : '-')}{capability}\r\n"),
            i == 0))];
    }

    private static string Keyword(string capability) => capability.Split(' ')[0];

    private static bool IsContinued(ReadOnlySpan<byte> line) => line.Length > 3 && line[3] == '-';
}
