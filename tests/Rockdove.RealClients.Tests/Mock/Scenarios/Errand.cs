namespace Rockdove.RealClients.Tests;

/// <summary>What a client is asked to do: send one message, and say how it went.</summary>
internal sealed record Errand
{
    public IReadOnlyList<string> Recipients { get; init; } = [Bob];

    /// <summary>The client must use STARTTLS, and check the certificate.</summary>
    public bool StartTls { get; init; }

    /// <summary>The client trusts the mock's authority, and not only those of the machine.</summary>
    public bool TrustsTheMock { get; init; } = true;

    /// <summary>The client must authenticate as <see cref="Ann"/>; null for not at all.</summary>
    public string? Password { get; init; }

    /// <summary>How long the client waits for anything that the server says.</summary>
    public int TimeLimitSeconds { get; init; } = 20;

    /// <summary>The sender, and the user with <see cref="RightPassword"/>.</summary>
    public const string Ann = "ann@example.org";

    public const string Bob = "bob@example.org";

    public const string Eve = "eve@example.org";

    public const string RightPassword = "open sesame";
}
