namespace Rockdove.RealClients.Tests;

public sealed class ClientProgramTests
{
    [Fact]
    public async Task A_client_that_is_not_installed_fails_the_test_and_says_what_to_do()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => new ClientProgram("no-such-client").RunAsync());

        Assert.Equal("no-such-client is not installed; run eng/install-clients", failure.Message);
    }

    [Fact]
    public async Task A_client_that_ends_badly_fails_the_test_and_shows_what_it_said()
    {
        var run = await ClientProgram.Python.RunAsync("-c", "import sys; print('sorry'); sys.exit(3)");

        var failure = Assert.ThrowsAny<Exception>(() => run.Succeeds());

        Assert.StartsWith("Expected exit code 0, got 3 from\npython3 -c", failure.Message);
        Assert.EndsWith("sorry\n", failure.Message);
    }
}
