namespace Rockdove.Prober.Tests;

/// <summary>What is said of an account that waits.</summary>
public sealed class SenderStateTests
{
    /// <summary>Whoever has corrected a password need not wait for the hour to pass, and is told so.</summary>
    [Fact]
    public void A_pause_says_what_lifts_it()
    {
        Assert.Equal(
            "ann waits for 3405 seconds more, or until SIGHUP or a restart, since its login was refused: 535 no",
            Waiting(SendAdvice.LoginRefused).Obstacle);
        Assert.Equal(
            "ann waits for 3405 seconds more, or until SIGHUP or a restart, since its server asked for less: 535 no",
            Waiting(SendAdvice.SlowDown).Obstacle);
    }

    private static SenderState Waiting(SendAdvice why) =>
        new("ann", why, TimeSpan.FromSeconds(3404.5), "535 no", null, null, null);
}
