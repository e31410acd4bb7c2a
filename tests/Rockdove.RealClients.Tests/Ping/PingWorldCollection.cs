namespace Rockdove.RealClients.Tests;

/// <summary>The classes that share one world: it takes its time to begin.</summary>
[CollectionDefinition(Name)]
public sealed class PingWorldCollection : ICollectionFixture<PingWorld>
{
    public const string Name = "a world for the prober";
}
