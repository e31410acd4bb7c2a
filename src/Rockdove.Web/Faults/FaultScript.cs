using System.Text;
using Rockdove.Catcher;
using Rockdove.Mock;
using Rockdove.Wire;

namespace Rockdove.Web;

/// <summary>Rules in the mock's language, as they were given and as they act.</summary>
internal sealed class FaultScript
{
    private FaultScript(string text, MockLayer layer) => (Text, Layer) = (text, layer);

    public string Text { get; }

    public MockLayer Layer { get; }

    /// <summary>Reads rules for all mail.</summary>
    /// <param name="name">Where errors say they stand.</param>
    /// <param name="text">The rules, in UTF-8.</param>
    /// <exception cref="TranscriptException">That is no script; says all that is wrong.</exception>
    /// <exception cref="MockScriptException">A rule is none, or can never act; says all that is wrong.</exception>
    public static FaultScript Read(string name, ReadOnlySpan<byte> text) => Read(name, text, new MockLayer());

    /// <summary>Reads rules for what belongs to an inbox.</summary>
    /// <inheritdoc cref="Read(string, ReadOnlySpan{byte})"/>
    public static FaultScript Read(
        string name, ReadOnlySpan<byte> text, NamedInbox inbox, Func<NamedInbox, bool> isThere) =>
        Read(name, text, new MockLayer(
            happened => isThere(inbox) && BelongsTo(inbox, happened), isKnownEarly: inbox.EndPoint is not null));

    private static FaultScript Read(string name, ReadOnlySpan<byte> text, MockLayer layer)
    {
        var script = MockScript.Parse(name, text);
        layer.Change(rules => rules.Follow(script));
        return new FaultScript(Encoding.UTF8.GetString(text), layer);
    }

    /// <summary>All of a session on its own port, and nothing on another inbox's: that one's rules act there.</summary>
    private static bool BelongsTo(NamedInbox inbox, MockEvent happened)
    {
        var ofPort = happened.Connection is { } connection ? InboxPorts.InboxOf(connection) : null;
        return ofPort is null ? BelongsTo(inbox.Binding, happened) : ofPort == inbox;
    }

    /// <summary>
    /// All of a session whose user belongs to the inbox; else a recipient that does, and of a message what comes behind
    /// the recipients if all of them do. A message for two inboxes is nobody's alone, so that neither spoils it for the
    /// other.
    /// </summary>
    private static bool BelongsTo(InboxBinding binding, MockEvent happened)
    {
        var user = happened.Moment == MockMoment.Auth ? happened.Text : happened.Identity;
        if (user is not null && binding.TakesUser(user))
            return true;
        return happened.Moment switch
        {
            MockMoment.Recipient => binding.TakesRecipient(happened.Text),
            MockMoment.Data or MockMoment.Content or MockMoment.Message =>
                happened.Envelope is { Recipients.Count: > 0 } envelope
                && envelope.Recipients.All(recipient => binding.TakesRecipient(recipient.Path.Address)),
            _ => false,
        };
    }
}
