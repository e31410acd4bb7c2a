namespace Rockdove.Mock.MSTest;

/// <summary>
/// A mock mail server for tests of MSTest: a test class that derives from it has a server for each test, and the output
/// of a test that fails shows what was said.
/// </summary>
[TestClass]
public abstract class MockMailFixture
{
    private MockMailServer? _server;

    /// <summary>The server; it listens from before the test until after it.</summary>
    public MockMailServer Server =>
        _server ?? throw new InvalidOperationException("The server starts in TestInitialize, after the constructor.");

    /// <summary>What MSTest knows of the test. MSTest sets it.</summary>
    public TestContext TestContext { get; set; } = null!;

    /// <summary>What the server is like. Does nothing unless overridden.</summary>
    protected virtual void Configure(MockMailOptions options)
    {
    }

    /// <summary>Starts the server. MSTest calls it.</summary>
    [TestInitialize]
    public async Task StartMockAsync() => _server = await MockMailServer.StartAsync(Configure);

    /// <summary>Stops the server, and shows what was said if the test has failed. MSTest calls it.</summary>
    [TestCleanup]
    public async Task StopMockAsync()
    {
        if (_server is null)
            return;
        await _server.DisposeAsync();
        if (TestContext.CurrentTestOutcome == UnitTestOutcome.Failed)
            TestContext.WriteLine(_server.Report());
    }
}
