using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Rockdove.Prober;

/// <summary>
/// Says which round is due when. It is told the time and knows no clock, and keeps nothing: <see cref="Place"/> is what
/// there is to keep.
/// </summary>
/// <remarks>
/// The next round is due a wait after the last one was begun, not after it should have been. So what is missed, while
/// the machine sleeps or quiet time goes on, is left out and never caught up with; and since the rounds go on where
/// they were, no pair is left out more than another.
/// </remarks>
internal sealed class RoundSchedule
{
    private readonly ScheduleSettings _settings;
    private readonly QuietHours _quiet;
    private readonly Random _random;
    private readonly TimeSpan _step;

    /// <param name="rounds">At least one.</param>
    /// <param name="settings">How often, and when not.</param>
    /// <param name="zone">Of quiet times.</param>
    /// <param name="kept">Where an earlier schedule was; null for none.</param>
    /// <param name="now">The time.</param>
    /// <param name="random">Draws how much longer or shorter a wait is.</param>
    public RoundSchedule(
        IReadOnlyList<IReadOnlyList<ProbePair>> rounds, ScheduleSettings settings, TimeZoneInfo zone,
        SchedulePlace? kept, DateTimeOffset now, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfZero(rounds.Count, nameof(rounds));
        Rounds = rounds;
        _settings = settings;
        _quiet = new(settings.Quiet, zone);
        _random = random;
        _step = settings.MatrixEvery / rounds.Count;
        var plan = PlanOf(rounds);
        Place = kept is null
            ? new(now, 0, 0, plan)
            : kept.Plan == plan && kept.Round < rounds.Count
                ? kept
                : new(kept.Due, 0, 0, plan);
    }

    public IReadOnlyList<IReadOnlyList<ProbePair>> Rounds { get; }

    /// <summary>The round that comes next.</summary>
    public SchedulePlace Place { get; private set; }

    /// <summary>How long until something may be due.</summary>
    public TimeSpan Wait(DateTimeOffset now)
    {
        NotTooFar(now);
        var due = _quiet.EndOf(Place.Due < now ? now : Place.Due);
        return due > now ? due - now : TimeSpan.Zero;
    }

    /// <summary>The round that is due, and the schedule is at the next one; null when it is not time.</summary>
    public DueRound? Take(DateTimeOffset now)
    {
        NotTooFar(now);
        if (Place.Due > now || _quiet.Contains(now))
            return null;
        var (round, lag) = (Place.Round, now - _quiet.EndOf(Place.Due));
        var next = (round + 1) % Rounds.Count;
        var run = round == 0 ? 0 : Place.Run;
        Place = Place with
        {
            Due = now + _step * (1 + _settings.Jitter * Draw()),
            Round = next,
            Run = next == 0 ? 0 : run,
        };
        return new(round, Rounds[round], run, lag, IsLast: next == 0);
    }

    /// <summary>The run that the rounds belong to until the matrix is complete.</summary>
    public void Belong(long run) => Place = Place with { Run = Place.Round == 0 ? 0 : run };

    /// <summary>Where the clock was set back the next round would be due who knows when.</summary>
    private void NotTooFar(DateTimeOffset now)
    {
        var longest = now + _step * (1 + _settings.Jitter);
        if (Place.Due > longest)
            Place = Place with { Due = longest };
    }

    /// <summary>From -1 to 1.</summary>
    private double Draw() => _random.NextDouble() * 2 - 1;

    /// <summary>A word that is the same for the same rounds.</summary>
    private static string PlanOf(IReadOnlyList<IReadOnlyList<ProbePair>> rounds)
    {
        var text = new StringBuilder();
        foreach (var round in rounds)
        {
            foreach (var pair in round)
                text.Append(CultureInfo.InvariantCulture, $"{pair.From}\0{pair.To}\0");
            text.Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, PlanBytes));
    }

    private const int PlanBytes = 8;
}

/// <summary>A round whose time has come.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Pairs">Those that are probed.</param>
/// <param name="Run">The run that was begun for it; 0 when there is none yet.</param>
/// <param name="Lag">How late it is; quiet time is none.</param>
/// <param name="IsLast">The matrix is complete with it.</param>
internal sealed record DueRound(int Number, IReadOnlyList<ProbePair> Pairs, long Run, TimeSpan Lag, bool IsLast);
