using System.Text.Json;
using Rockdove.Testing;

namespace Rockdove.Catcher.Tests;

/// <summary>GET /api/v1/info and /api/v1/webui.</summary>
public class MailpitInfoTests
{
    [Fact]
    public async Task Info_counts_what_there_is_and_what_was_done()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        var ids = await catcher.SendThreeAsync();
        await catcher.CallOkAsync("PUT", "api/v1/tags", $$"""{"IDs":["{{ids[0]}}","{{ids[1]}}"],"Tags":["paid"]}""");
        await catcher.CallOkAsync("DELETE", "api/v1/messages", $$"""{"IDs":["{{ids[0]}}"]}""");
        await catcher.CallAsync("GET", "api/v1/message/latest");
        await catcher.CallAsync("POST", "api/v1/send", """{"From":{"Email":"ann@example.org"}}""");
        time.Advance(TimeSpan.FromSeconds(61));

        var info = await catcher.GetJsonAsync("api/v1/info");

        Assert.Equal(
            "Version LatestVersion Database DatabaseSize Messages Unread Tags RuntimeStats", Keys(info));
        var stats = info.GetProperty("RuntimeStats");
        Assert.Equal(
            "Uptime Memory MessagesDeleted SMTPAccepted SMTPAcceptedSize SMTPRejected SMTPIgnored", Keys(stats));
        Assert.Matches(@"^v\d+\.\d+\.\d+$", info.GetProperty("Version").GetString());
        Assert.Equal("memory", info.GetProperty("Database").GetString());
        Assert.Equal(3, info.GetProperty("Messages").GetInt32());
        Assert.Equal(2, info.GetProperty("Unread").GetInt32());
        Assert.Equal("""{"paid":1}""", info.GetProperty("Tags").GetRawText());
        Assert.Equal(61, stats.GetProperty("Uptime").GetInt64());
        Assert.Equal(1, stats.GetProperty("MessagesDeleted").GetInt32());
        Assert.Equal(3, stats.GetProperty("SMTPAccepted").GetInt32());
        Assert.Equal(
            3 * "From: ann@example.org\r\nSubject: 1\r\n\r\n".Length, stats.GetProperty("SMTPAcceptedSize").GetInt32());
        Assert.True(stats.GetProperty("Memory").GetInt64() > 1024 * 1024);
        Assert.True(info.GetProperty("DatabaseSize").GetInt64() > 0);
    }

    [Fact]
    public async Task What_mailpits_page_asks_for_is_told()
    {
        await using var catcher = await RunningCatcher.StartAsync();

        var webui = await catcher.GetJsonAsync("api/v1/webui");

        Assert.Equal(
            "Label MessageRelay SpamAssassin ChaosEnabled DuplicatesIgnored HideDeleteAllButton", Keys(webui));
        Assert.Equal(
            "Enabled SMTPServer ReturnPath AllowedRecipients BlockedRecipients OverrideFrom PreserveMessageIDs "
            + "RecipientAllowlist",
            Keys(webui.GetProperty("MessageRelay")));
        Assert.False(webui.GetProperty("MessageRelay").GetProperty("Enabled").GetBoolean());
    }

    private static string Keys(JsonElement element) =>
        string.Join(' ', element.EnumerateObject().Select(property => property.Name));
}
