using Microsoft.AspNetCore.Connections;
using Rockdove.Smtp;

namespace Rockdove.Mock;

/// <summary>What a rule with a condition of its own looks at.</summary>
/// <param name="Moment">When.</param>
/// <param name="Text">What patterns are matched with; see <see cref="MockMoment"/>.</param>
/// <param name="Session">The session so far.</param>
/// <param name="Envelope">The open transaction, or null.</param>
public sealed record MockEvent(MockMoment Moment, string Text, MockSession Session, Envelope? Envelope)
{
    /// <summary>Who has authenticated; null for nobody yet.</summary>
    public string? Identity { get; init; }

    /// <summary>
    /// Where it happens, for a rule that looks at what somebody has put on the connection; null where no server of ours
    /// is asked.
    /// </summary>
    public ConnectionContext? Connection { get; init; }

    /// <summary>
    /// At <see cref="MockMoment.Message"/>: the octets that came, or their beginning where a
    /// <see cref="MockScripting"/> looks at what another handler keeps. Otherwise empty.
    /// </summary>
    public ReadOnlyMemory<byte> Content { get; init; }
}
