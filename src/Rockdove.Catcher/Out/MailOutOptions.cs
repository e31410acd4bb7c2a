using Rockdove.Outbox;

namespace Rockdove.Catcher;

/// <summary>What leaves a catcher. With nothing set nothing does.</summary>
public sealed record MailOutOptions
{
    /// <summary>
    /// Servers that take mail from us; the first is meant where none is named. None: nothing is released.
    /// </summary>
    public IReadOnlyList<SmtpRoute> Routes { get; init; } = [];

    /// <summary>Whom mail may go to. Holds for all mail that goes out.</summary>
    public RecipientRules Rules { get; init; } = RecipientRules.Anybody;

    /// <summary>Each message goes on to its own recipients by itself.</summary>
    public bool ReleasesAll { get; init; }

    /// <summary>Each message goes on by itself to those of its recipients whom this means; null: to none.</summary>
    public RecipientPattern? ReleasesMatching { get; init; }

    /// <summary>Each message goes to these as well by itself.</summary>
    public IReadOnlyList<string> ForwardsTo { get; init; } = [];

    public IReadOnlyList<CatcherWebhook> Webhooks { get; init; } = [];

    /// <summary>The name in EHLO and in the Received field.</summary>
    public string HostName { get; init; } = "localhost";

    public OutboxOptions Queue { get; init; } = new();

    /// <summary>Throws when a setting makes no sense.</summary>
    /// <exception cref="ArgumentException">Names the setting.</exception>
    public void Validate()
    {
        Queue.Validate();
        if (Routes.DistinctBy(route => route.Name).Count() != Routes.Count)
            throw new ArgumentException("two routes have the same name");
        if (Webhooks.DistinctBy(hook => hook.Target.Name).Count() != Webhooks.Count)
            throw new ArgumentException("two webhooks have the same name");
        foreach (var hook in Webhooks)
            _ = hook.ReadQuery();
        if (Routes.Count == 0 && (ReleasesAll || ReleasesMatching is not null || ForwardsTo.Count > 0))
            throw new ArgumentException("mail cannot go out without a route");
        foreach (var address in ForwardsTo)
        {
            if (Rules.FindObjection(address) is { } objection)
                throw new ArgumentException($"mail cannot be forwarded to {address}: {objection}");
        }
    }
}
