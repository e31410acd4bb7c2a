namespace Rockdove.Outbox;

/// <summary>Whom mail may go to.</summary>
/// <param name="Allowed">If there is any, only those whom one of them means.</param>
/// <param name="Blocked">Never those whom one of these means, allowed or not.</param>
public sealed record RecipientRules(
    IReadOnlyList<RecipientPattern> Allowed, IReadOnlyList<RecipientPattern> Blocked)
{
    /// <summary>Anybody.</summary>
    public static RecipientRules Anybody { get; } = new([], []);

    /// <summary>Why an address may not be written to; null if it may.</summary>
    public string? FindObjection(string address)
    {
        if (Blocked.Any(pattern => pattern.Matches(address)))
            return "Not sent: the address is on the block list.";
        if (Allowed.Count > 0 && !Allowed.Any(pattern => pattern.Matches(address)))
            return "Not sent: the address is not on the list of those who may get mail.";
        return null;
    }
}
