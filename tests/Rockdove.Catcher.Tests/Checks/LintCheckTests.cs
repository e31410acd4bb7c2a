namespace Rockdove.Catcher.Tests;

/// <summary>What <c>rockdove lint</c> says, of a caught message.</summary>
public class LintCheckTests
{
    [Fact]
    public async Task Defects_are_told_with_their_place_and_section()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync(
            "Date: yesterday\r\nContent-Type: text/plain; charset=nothing\r\n\r\nx\r\n");
        var check = await catcher.GetAsync("messages/latest/checks/lint");
        Assert.Equal(check.GetProperty("defects").GetArrayLength(), check.GetProperty("count").GetInt32());
        Assert.Contains("date-malformed", check.Texts("defects", "rule"));
        Assert.Contains("charset-unknown", check.Texts("defects", "rule"));
        var date = check.GetProperty("defects").EnumerateArray()
            .First(one => one.GetProperty("rule").GetString() == "date-malformed");
        Assert.Equal(1, date.GetProperty("line").GetInt32());
        Assert.StartsWith("RFC ", date.GetProperty("section").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_good_message_has_none()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("From: a@b.org\r\nDate: Fri, 21 Nov 1997 09:55:06 -0600\r\n\r\nx\r\n");
        var check = await catcher.GetAsync("messages/latest/checks/lint");
        Assert.Equal(0, check.GetProperty("count").GetInt32());
    }
}
