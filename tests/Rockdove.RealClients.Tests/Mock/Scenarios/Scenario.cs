using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>A script for the mock, what clients are to do meanwhile, and what each of the four then sees.</summary>
/// <param name="Name">For people, and for the test's name.</param>
/// <param name="Script">What the mock does.</param>
internal sealed record Scenario(string Name, Action<MockMailOptions> Script)
{
    /// <summary>One after the other, each by a client of its own.</summary>
    public IReadOnlyList<Errand> Errands { get; init; } = [new()];

    /// <summary>The client gives up while the mock still waits: nobody need wait for the session to end.</summary>
    public bool OutlastsClient { get; init; }

    public required Seen Smtplib { get; init; }

    public required Seen Nodemailer { get; init; }

    public required Seen Swaks { get; init; }

    public required Seen SmtpClient { get; init; }
}
