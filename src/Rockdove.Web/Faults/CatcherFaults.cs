using Rockdove.Catcher;
using Rockdove.Hosting;
using Rockdove.Mock;

namespace Rockdove.Web;

/// <summary>
/// Faults of a catcher, on request: rules of the mock's language for all mail or for one inbox, MailHog's Jim and
/// Mailpit's chaos. Without any of them a catcher is as honest as without this.
/// </summary>
public sealed class CatcherFaults
{
    private readonly Lock _changing = new();
    private readonly CaughtMail _mail;
    private readonly MockScripting _scripting;
    private readonly Dictionary<NamedInbox, FaultScript> _inboxes = [];
    private FaultScript? _all;
    private volatile MockLayer[] _layers = [];

    /// <summary>Begins without faults.</summary>
    public CatcherFaults(CaughtMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        _mail = mail;
        _scripting = new MockScripting(() => _layers, CaughtSessions.RecordingOf, mail.Time);
        Chaos = new CatcherChaos(Rebuild);
        Jim = new JimFaults(Rebuild);
    }

    /// <summary>Mailpit's.</summary>
    public CatcherChaos Chaos { get; }

    /// <summary>MailHog's.</summary>
    internal JimFaults Jim { get; }

    /// <summary>Puts the faults on an endpoint of the catcher; see <see cref="MailCatcher.Listen"/>.</summary>
    public void AddTo(SmtpServerBuilder smtp) => _scripting.AddTo(smtp);

    /// <summary>The rules for an inbox, or with null for all mail; null if there are none.</summary>
    internal FaultScript? Find(NamedInbox? inbox)
    {
        lock (_changing)
            return inbox is null ? _all : _inboxes.GetValueOrDefault(inbox);
    }

    /// <summary>Puts these rules in the place of those that were there.</summary>
    internal void Set(NamedInbox? inbox, FaultScript script)
    {
        lock (_changing)
        {
            if (inbox is null)
                _all = script;
            else
                _inboxes[inbox] = script;
        }

        Rebuild();
    }

    /// <summary>Drops the rules; false if there were none.</summary>
    internal bool Clear(NamedInbox? inbox)
    {
        bool had;
        lock (_changing)
        {
            had = inbox is null ? _all is not null : _inboxes.Remove(inbox);
            _all = inbox is null ? null : _all;
        }

        Rebuild();
        return had;
    }

    /// <summary>Whether an inbox is there still; its faults end with it.</summary>
    internal bool IsThere(NamedInbox inbox) => _mail.NamedInboxes.Find(inbox.Name) == inbox;

    /// <summary>An inbox's come first: whoever made one knows best what is to happen to its mail.</summary>
    private void Rebuild()
    {
        lock (_changing)
        {
            foreach (var inbox in _inboxes.Keys.Where(inbox => !IsThere(inbox)).ToList())
                _inboxes.Remove(inbox);
            _layers =
            [
                .. _inboxes.Values.Select(script => script.Layer),
                .. new[] { _all?.Layer, Jim.Layer, Chaos.Layer }.OfType<MockLayer>(),
            ];
        }
    }
}
