using System.Globalization;

namespace Rockdove.Web;

/// <summary>What is claimed of some messages, and whether it is so.</summary>
internal sealed class MailAssertion
{
    private readonly MailScope _scope;
    private readonly MailWait _wait;
    private readonly MailConditions _expected;
    private readonly int _atLeast;
    private readonly int _atMost;
    private readonly TimeSpan _for;

    private MailAssertion(
        MailScope scope, MailConditions match, MailConditions expected, int atLeast, int atMost, TimeSpan during)
    {
        _scope = scope;
        _wait = new MailWait(scope, match);
        _expected = expected;
        _atLeast = atLeast;
        _atMost = atMost;
        _for = during;
    }

    /// <exception cref="RefusalException">It makes no sense.</exception>
    public static async ValueTask<MailAssertion> ReadAsync(
        AssertionShape shape, MailScope scope, CancellationToken cancellationToken)
    {
        if (shape.Count is not null && (shape.AtLeast is not null || shape.AtMost is not null))
            throw RefusalException.BadRequest("count stands alone: leave out atLeast and atMost.");
        var atMost = shape.Count ?? shape.AtMost ?? MailWait.MostFound;
        var atLeast = shape.Count ?? shape.AtLeast ?? Math.Min(1, atMost);
        if (atLeast < 0 || atMost > MailWait.MostFound || atLeast > atMost)
        {
            throw RefusalException.BadRequest(
                $"count, atLeast and atMost are numbers from 0 to {MailWait.MostFound}, atLeast not above atMost.");
        }

        var seconds = shape.ForSeconds ?? 0;
        if (!(seconds >= 0 && seconds <= MailApi.LongestWait.TotalSeconds))
        {
            throw RefusalException.BadRequest(
                $"forSeconds is a number from 0 to {MailApi.LongestWait.TotalSeconds}.");
        }

        var match = await MailConditions.ReadAsync(shape.Match ?? new(), scope, cancellationToken);
        var expected = await MailConditions.ReadAsync(shape.Expect ?? new(), scope, cancellationToken);
        return new(scope, match, expected, atLeast, atMost, TimeSpan.FromSeconds(seconds));
    }

    /// <summary>How many messages it is true of.</summary>
    /// <exception cref="RefusalException">422: it is not true, and what differs.</exception>
    public async ValueTask<int> HoldAsync(CancellationToken cancellationToken)
    {
        // More than there may be will not become fewer by waiting, nor will a message change.
        await _wait.FollowAsync(() => new(_wait.Found.Count > _atMost), _for, cancellationToken);
        var found = _wait.Found.Count;
        var differences = new List<MailDifferenceShape>();
        if (found < _atLeast || found > _atMost)
            differences.Add(new("count", Wanted(), found.ToString(CultureInfo.InvariantCulture)));
        var misses = new List<MailMissShape>();
        if (!_expected.IsEmpty)
        {
            foreach (var row in _wait.Found.Reverse())
            {
                if (misses.Count == MostMisses)
                    break;
                if (await _scope.MissAsync(row, _expected, cameMeanwhile: false, cancellationToken)
                    is { Missed.Count: > 0 } miss)
                    misses.Add(miss);
            }
        }

        if (differences.Count == 0 && misses.Count == 0)
            return found;
        if (found < _atLeast)
            misses.AddRange(await _wait.MissesAsync(cancellationToken));
        throw new RefusalException(422, "", "")
        {
            Problem = new()
            {
                Status = 422,
                Title = "It is not so",
                Detail = differences.Count > 0
                    ? $"Of the messages that match there are {found}, and not {Wanted()}."
                    : $"Of the {found} messages that match, {misses.Count} or more are not as expected.",
                Found = found,
                Differences = differences,
                Misses = misses,
            },
        };
    }

    private string Wanted() => _atLeast == _atMost
        ? string.Create(CultureInfo.InvariantCulture, $"{_atLeast}")
        : _atMost == MailWait.MostFound
            ? string.Create(CultureInfo.InvariantCulture, $"at least {_atLeast}")
            : string.Create(CultureInfo.InvariantCulture, $"{_atLeast} to {_atMost}");

    /// <summary>Messages that are told of: a screen full.</summary>
    private const int MostMisses = 20;
}
