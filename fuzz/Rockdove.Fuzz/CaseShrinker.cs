using System.Diagnostics;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Fuzz;

/// <summary>Makes a failing case smaller while it still fails: fewer moves, fewer octets.</summary>
internal static class CaseShrinker
{
    /// <summary>What breaks, or null when all holds.</summary>
    public static string? Failure(SmtpCase @case)
    {
        try
        {
            SmtpInvariants.Check(@case);
            return null;
        }
        catch (InvariantBrokenException failure)
        {
            return failure.Message;
        }
    }

    /// <param name="case">A case that fails.</param>
    /// <param name="kind">How its failure begins; a smaller case that fails otherwise is another find.</param>
    /// <param name="limit">How long to try.</param>
    public static SmtpCase Shrink(SmtpCase @case, string kind, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        for (var before = int.MaxValue; @case.Length < before && clock.Elapsed < limit;)
        {
            before = @case.Length;
            foreach (var smaller in Smaller(() => @case))
            {
                if (clock.Elapsed > limit)
                    break;
                if (Failure(smaller) is { } failure && failure.StartsWith(kind, StringComparison.Ordinal))
                    @case = smaller;
            }
        }

        return @case;
    }

    /// <summary>Each is made of what is the smallest failing case by then.</summary>
    private static IEnumerable<SmtpCase> Smaller(Func<SmtpCase> smallest)
    {
        for (var move = smallest().Moves.Count - 1; move >= 0; move--)
        {
            if (smallest().Moves.Count > move)
                yield return With(smallest(), move, null);
            if (smallest().Moves.Count > move && smallest().Moves[move].Signal != Signal.None)
                yield return With(smallest(), move, smallest().Moves[move] with { Signal = Signal.None });
            for (var size = 2048; size > 0; size /= 2)
            {
                for (var at = 0; smallest().Moves.Count > move && at < smallest().Moves[move].Octets.Length;)
                {
                    var octets = smallest().Moves[move].Octets;
                    byte[] rest = [.. octets.Span[..at], .. octets.Span[Math.Min(octets.Length, at + size)..]];
                    yield return With(smallest(), move, smallest().Moves[move] with { Octets = rest });
                    if (smallest().Moves.Count > move && smallest().Moves[move].Octets.Length == octets.Length)
                        at += size;
                }
            }
        }
    }

    private static SmtpCase With(SmtpCase @case, int index, SmtpCaseMove? move)
    {
        var moves = @case.Moves.ToList();
        moves.RemoveAt(index);
        if (move is { } changed)
            moves.Insert(index, changed);
        return @case with { Moves = moves };
    }
}
