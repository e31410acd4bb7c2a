using System.Net;
using Microsoft.AspNetCore.Http;
using Rockdove.Testing;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

public class RateTests
{
    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_back()
    {
        var time = new ManualTimeProvider();
        var guard = new RateGuard(2, time);
        for (var i = 0; i < 2 * RateGuard.SecondsAtOnce; i++)
            Assert.Equal((200, ""), await AskAsync("192.0.2.1"));

        Assert.Equal((429, "1"), await AskAsync("192.0.2.1"));
        Assert.Equal((200, ""), await AskAsync("192.0.2.2"));
        time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal((200, ""), await AskAsync("192.0.2.1"));
        Assert.Equal((429, "1"), await AskAsync("192.0.2.1"));

        async Task<(int Status, string RetryAfter)> AskAsync(string address)
        {
            var context = new DefaultHttpContext();
            context.Connection.RemoteIpAddress = IPAddress.Parse(address);
            await guard.InvokeAsync(context, _ => Task.CompletedTask);
            return (context.Response.StatusCode, $"{context.Response.Headers.RetryAfter}");
        }
    }

    [Fact]
    public async Task This_machine_may_ask_as_often_as_it_likes()
    {
        await using var catcher = await RunningCatcher.StartAsync(web: new() { RequestsPerSecond = 1 });
        for (var i = 0; i < 3 * RateGuard.SecondsAtOnce; i++)
            await catcher.Http.GetStringAsync("livez", Limit.Token);
    }
}
