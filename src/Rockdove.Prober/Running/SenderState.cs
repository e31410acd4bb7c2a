using System.Globalization;

namespace Rockdove.Prober;

/// <summary>How an account that sends stands at a moment.</summary>
/// <param name="Account">Its name.</param>
/// <param name="PausedFor">Why it waits; <see cref="SendAdvice.None"/> when it does not.</param>
/// <param name="PauseLeft">How long it still waits.</param>
/// <param name="PauseReason">What the server said; null when it does not wait.</param>
/// <param name="MinuteLeft">Mails that it may still send within a minute; null for no limit.</param>
/// <param name="HourLeft">In an hour.</param>
/// <param name="DayLeft">In a day.</param>
internal sealed record SenderState(
    string Account, SendAdvice PausedFor, TimeSpan PauseLeft, string? PauseReason, int? MinuteLeft, int? HourLeft,
    int? DayLeft)
{
    /// <summary>Why no mail would be sent now, in words; null when one would.</summary>
    public string? Obstacle => this switch
    {
        { PausedFor: SendAdvice.LoginRefused } => Waits("its login was refused"),
        { PausedFor: SendAdvice.SlowDown } => Waits("its server asked for less"),
        { MinuteLeft: 0 } => Spent("a minute"),
        { HourLeft: 0 } => Spent("an hour"),
        { DayLeft: 0 } => Spent("a day"),
        _ => null,
    };

    private string Waits(string why) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Account} waits for {Math.Ceiling(PauseLeft.TotalSeconds):0} seconds more, or until SIGHUP or a restart, "
        + $"since {why}: {PauseReason}");

    private string Spent(string span) => $"{Account} has sent what it may send in {span}.";
}
