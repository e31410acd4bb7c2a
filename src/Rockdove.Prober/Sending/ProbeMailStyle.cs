namespace Rockdove.Prober;

/// <summary>What the mails look like that a prober sends.</summary>
public sealed record ProbeMailStyle
{
    /// <summary>The subject; <c>{token}</c> in it stands for the token of the probe.</summary>
    public string Subject { get; init; } = "[rockdove] {token}";

    /// <summary>
    /// The text; null for one of a few of our own. One text sent a thousand times a day looks like spam.
    /// </summary>
    public string? Body { get; init; }

    /// <summary>The text is made longer until the mail has about so many octets.</summary>
    public int Bytes { get; init; }

    /// <summary>The token in the subject is in base64 as maping writes it, and not in base64url.</summary>
    public bool HasClassicToken { get; init; }

    /// <summary>As maping has them: <c>[maping]</c> and twenty characters.</summary>
    public static ProbeMailStyle Classic { get; } = new() { Subject = "[maping]{token}", HasClassicToken = true };

    /// <summary>A megabyte: mails of probes are small, and go out by the hundreds.</summary>
    public const int MostBytes = 1024 * 1024;
}
