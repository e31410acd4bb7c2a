using NUnit.Framework;
using NUnit.Framework.Interfaces;

namespace Rockdove.Mock.NUnit;

/// <summary>
/// A mock mail server for tests of NUnit: a fixture that derives from it has a server for each test, and the output of
/// a test that fails shows what was said. Tests of one fixture that run in parallel need
/// <c>[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]</c>.
/// </summary>
public abstract class MockMailFixture
{
    private MockMailServer? _server;

    /// <summary>The server; it listens from before the test until after it.</summary>
    public MockMailServer Server =>
        _server ?? throw new InvalidOperationException(
            "The server starts in SetUp, which comes after the constructor.");

    /// <summary>What the server is like. Does nothing unless overridden.</summary>
    protected virtual void Configure(MockMailOptions options)
    {
    }

    /// <summary>Starts the server. NUnit calls it.</summary>
    [SetUp]
    public async Task StartMockAsync() => _server = await MockMailServer.StartAsync(Configure);

    /// <summary>Stops the server, and shows what was said if the test has failed. NUnit calls it.</summary>
    [TearDown]
    public async Task StopMockAsync()
    {
        if (_server is null)
            return;
        await _server.DisposeAsync();
        if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed)
            await TestContext.Out.WriteLineAsync(_server.Report());
    }
}
