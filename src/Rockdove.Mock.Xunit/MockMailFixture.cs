using Xunit;

namespace Rockdove.Mock.Xunit;

/// <summary>
/// A mock mail server for tests of xunit.v3. A test class that derives from it has a server for each test, and the
/// output of a test that fails shows what was said; as a class or collection fixture it is one server for all of them.
/// </summary>
/// <example>
/// <code>
/// public sealed class WelcomeTests : MockMailFixture
/// {
///     [Fact]
///     public async Task New_customers_are_welcomed()
///     {
///         await shop.RegisterAsync("ann@example.org", Server.Port);
///         var message = await Server.WaitForMessageAsync();
///         Assert.Equal("Welcome", message.Subject);
///     }
/// }
/// </code>
/// </example>
public class MockMailFixture : IAsyncLifetime
{
    private MockMailServer? _server;

    /// <summary>The server; it listens from before the test until after it.</summary>
    public MockMailServer Server =>
        _server ?? throw new InvalidOperationException("The server starts when xunit has made the test, not before.");

    /// <summary>What the server is like. Does nothing unless overridden.</summary>
    protected virtual void Configure(MockMailOptions options)
    {
    }

    /// <summary>Starts the server.</summary>
    public virtual async ValueTask InitializeAsync() =>
        _server = await MockMailServer.StartAsync(Configure, TestContext.Current.CancellationToken);

    /// <summary>Stops the server, and shows what was said if the test has failed.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_server is null)
            return;
        await _server.DisposeAsync();
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            TestContext.Current.TestOutputHelper?.WriteLine(_server.Report());
    }
}
