namespace Rockdove.Mock.Tests;

/// <summary>Mocks with the profile, and what tests say to them.</summary>
internal static class GoServer
{
    public static Task<MockMailServer> StartAsync(
        GoSmtpMockProfile? profile = null, Action<MockMailOptions>? configure = null) =>
        MockMailServer.StartAsync(
            options =>
            {
                options.Follow(profile ?? new());
                configure?.Invoke(options);
            },
            Cancel);

    /// <summary>From the greeting to the 354.</summary>
    public static async Task GoToDataAsync(this MockClient client)
    {
        Assert.Equal("220 Welcome", await client.ReadReplyAsync());
        foreach (var line in (string[])[GoTalk.Helo, GoTalk.Mail, GoTalk.Rcpt])
            Assert.Equal("250 Received", await client.AskAsync(line));
        Assert.StartsWith("354 ", await client.AskAsync("DATA"), StringComparison.Ordinal);
    }

    /// <summary>From the greeting to the end of a message; gives the last reply.</summary>
    public static async Task<string> GoMailAsync(this MockClient client, string content)
    {
        await client.GoToDataAsync();
        await client.SendAsync(content + ".\r\n");
        return await client.ReadReplyAsync();
    }

    /// <summary>A log that a test reads.</summary>
    public static (GoSmtpMockLoggers Loggers, StringWriter Output, StringWriter Errors) Log(TimeProvider time)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        return (new GoSmtpMockLoggers(output, errors, time), output, errors);
    }

    public static string[] Lines(this StringWriter writer) =>
        writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
