using System.Net;

namespace Rockdove.Catcher;

/// <summary>Opens ports for inboxes.</summary>
internal interface IInboxPorts
{
    /// <summary>Takes a port, where nobody is served before <see cref="IInboxPort.Open"/>.</summary>
    /// <param name="number">1 to 65535, or 0 for one that is free.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InboxPortException">It cannot be had.</exception>
    ValueTask<IInboxPort> BindAsync(int number, CancellationToken cancellationToken);
}

/// <summary>A port that was taken for an inbox.</summary>
internal interface IInboxPort
{
    /// <summary>Where it is.</summary>
    IPEndPoint EndPoint { get; }

    /// <summary>What comes here from now on is this inbox's.</summary>
    void Open(NamedInbox inbox);

    /// <summary>
    /// Nobody can connect any more, and the port is free for others. Sessions under way are not waited for.
    /// </summary>
    ValueTask CloseAsync();
}
