namespace Rockdove.RealClients.Tests;

/// <summary>All of them.</summary>
internal static class Scenarios
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. ConnectScenarios.All, .. EnvelopeScenarios.All, .. MessageScenarios.All, .. ReplyScenarios.All,
        .. TlsScenarios.All, .. AuthScenarios.All, .. CapabilityScenarios.All,
    ];
}
