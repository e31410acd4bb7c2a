using Microsoft.AspNetCore.Connections;
using Rockdove.Hosting;

namespace Rockdove.Mock;

/// <summary>
/// Puts rules on an SMTP or LMTP endpoint that has a handler of its own, as a <see cref="MockMailServer"/> has them on
/// its own. What no rule speaks of goes its way as without them.
/// </summary>
/// <param name="layers">
/// Who is asked, in this order: the first that acts has the word. Called at each moment, so that what it gives may
/// change.
/// </param>
/// <param name="recordingOf">
/// Where a connection is recorded, if it is: a rule that acts is written there, as a comment, before what it does.
/// </param>
/// <param name="time">The clock of delays in the midst of messages.</param>
public sealed class MockScripting(
    Func<IReadOnlyList<MockLayer>> layers, Func<ConnectionContext, RecordingTap?> recordingOf, TimeProvider time)
{
    private readonly LayeredRules _rules = new(layers);

    /// <summary>
    /// Adds the rules to an endpoint: middleware in front of what is added later, its one editor of lines, and the
    /// choice of its certificate where a rule spoils a handshake.
    /// </summary>
    public void AddTo(SmtpServerBuilder smtp)
    {
        ArgumentNullException.ThrowIfNull(smtp);
        var script = new ScriptMiddleware(_rules, time);
        var authority = new Lazy<MockAuthority>(() => new MockAuthority(smtp.Options.HostName));
        smtp.Options.AsksEveryCommand = true;
        smtp.Edit(connection => MockConnection.Of(connection, recordingOf, time).Tap)
            .ChooseCertificate((connection, name) => Choose(connection, name, authority))
            .Use(script.AnswerAsync);
    }

    /// <summary>A bad certificate, or null for the endpoint's own.</summary>
    private CertificateSource? Choose(ConnectionContext connection, string? name, Lazy<MockAuthority> authority)
    {
        if (!_rules.SpeakOf(MockMoment.Tls))
            return null;
        var session = MockConnection.Of(connection, recordingOf, time).Session;
        var happened = new MockEvent(MockMoment.Tls, name ?? "", session, null) { Connection = connection };
        var act = _rules.Perform(happened);
        return act is null ? null : HandshakeFault.Perform(connection, act, authority.Value);
    }
}
