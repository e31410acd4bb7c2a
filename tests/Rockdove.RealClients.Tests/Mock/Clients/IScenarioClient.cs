using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>Somebody else's client, used as its users would.</summary>
internal interface IScenarioClient
{
    /// <summary>Sends one message.</summary>
    /// <returns>What the client says about it: <c>sent</c>, or the failure with its type and code.</returns>
    Task<string> SendAsync(MockMailServer server, Errand errand);

    /// <summary>Fails the test unless these are the octets of the message that it sends.</summary>
    void AssertIsMine(byte[] content, Errand errand);
}
