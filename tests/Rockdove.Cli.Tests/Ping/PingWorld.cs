namespace Rockdove.Cli.Tests;

/// <summary>Accounts behind gates, their post office, and a folder for <c>rockdove ping</c>.</summary>
internal sealed class PingWorld : IAsyncDisposable
{
    private readonly Dictionary<string, GatedAccount> _accounts;

    private PingWorld(PostOffice office, IReadOnlyList<string> names)
    {
        Office = office;
        _accounts = names.ToDictionary(name => name, name => new GatedAccount(
            name, office, isPop3: name.StartsWith("pop3", StringComparison.Ordinal)));
    }

    public PostOffice Office { get; }

    public PingFolder Folder { get; } = new();

    public GatedAccount this[string name] => _accounts[name];

    /// <summary>The Message-IDs of all mails of which a server got the end, one for each time.</summary>
    public IReadOnlyList<string> Taken => [.. _accounts.Values.SelectMany(account => account.Taken)];

    /// <param name="names">Those whose names begin with pop3 are looked into by that.</param>
    public static async Task<PingWorld> StartAsync(params IReadOnlyList<string> names) =>
        new(await PostOffice.StartAsync(names), names);

    /// <summary>Writes the configuration: the accounts, and these keys.</summary>
    public void Write(string more, int settleSeconds = 0) =>
        Folder.Write(_accounts.Values.Select(account => account.Settings), more, settleSeconds);

    /// <summary>Ends when so many lines more have gone through all gates.</summary>
    public Task LinesAsync(int lines)
    {
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var account in _accounts.Values)
        {
            account.Passed = () =>
            {
                if (Interlocked.Decrement(ref lines) == 0)
                    passed.TrySetResult();
            };
        }

        return passed.Task;
    }

    public void HangUp()
    {
        foreach (var account in _accounts.Values)
            account.HangUp();
    }

    /// <summary>Runs the prober to its end, which must be that every mail came.</summary>
    public async Task PassAsync()
    {
        using var ping = Folder.Ping();
        var (code, output, errors) = await ping.EndAsync();
        Assert.True(code == 0, $"{code} {output} {errors}");
    }

    /// <summary>Each probe has an outcome, no mail was sent twice, and none lies anywhere.</summary>
    public async Task AssertAllIsDoneAsync()
    {
        Assert.Empty(Folder.Query("SELECT id FROM probe WHERE outcome IS NULL OR state <> 'resolved'", 1));
        Assert.Equal(Taken.Distinct(), Taken);
        Assert.Equal(0, await Office.MessagesAsync());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var account in _accounts.Values)
            await account.DisposeAsync();
        await Office.DisposeAsync();
        Folder.Dispose();
    }
}
