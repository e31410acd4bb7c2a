using System.Net;
using System.Text.Json;
using Rockdove.Testing;

namespace Rockdove.Catcher.Tests;

/// <summary>Assertions at the server, and what is told where they do not hold.</summary>
public class AssertTests
{
    [Theory]
    [InlineData("""{}""", 200)]
    [InlineData("""{"count":2}""", 200)]
    [InlineData("""{"count":1}""", 422)]
    [InlineData("""{"atLeast":2}""", 200)]
    [InlineData("""{"atLeast":3}""", 422)]
    [InlineData("""{"atMost":2}""", 200)]
    [InlineData("""{"atMost":1}""", 422)]
    [InlineData("""{"atMost":0}""", 422)]
    [InlineData("""{"match":{"subject":"one"},"count":1}""", 200)]
    [InlineData("""{"match":{"subject":"three"},"count":0}""", 200)]
    [InlineData("""{"match":{"subject":"three"}}""", 422)]
    [InlineData("""{"expect":{"to":"ann@example.org"}}""", 200)]
    [InlineData("""{"expect":{"to":"ann@example.org","subject":"one"}}""", 422)]
    [InlineData("""{"match":{"subject":"one"},"expect":{"header":["Subject: Number"],"attachment":false}}""", 200)]
    [InlineData("""{"match":{"subject":"three"},"expect":{"subject":"three"},"count":0}""", 200)]
    public async Task It_is_so_or_it_is_not(string assertion, int status)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: Number one\r\n\r\n", to: ["ann@example.org"]);
        await catcher.SendAsync("Subject: Number two\r\n\r\n", to: ["ann@example.org"]);
        await catcher.PostAsync("assert", assertion, (HttpStatusCode)status);
    }

    [Fact]
    public async Task What_differs_is_told()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: Welcome\r\n\r\n", to: ["bob@example.org"]);
        await catcher.SendAsync("Subject: Bill\r\n\r\n", to: ["ann@example.org"]);

        var problem = await catcher.PostAsync(
            "assert", """{"match":{"subject":"welcome"},"expect":{"to":"ann@example.org"},"count":2}""",
            HttpStatusCode.UnprocessableEntity);

        Assert.Equal("count: 2, found 1", Told(problem.GetProperty("differences")[0]));
        var misses = problem.GetProperty("misses").EnumerateArray().ToList();
        Assert.Equal("to: ann@example.org, found bob@example.org", Told(misses[0].GetProperty("missed")[0]));
        Assert.Equal("subject: welcome, found Bill", Told(misses[1].GetProperty("missed")[0]));
        Assert.Equal(2, misses.Count);
    }

    [Fact]
    public async Task Nothing_comes_for_a_time()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        var timers = time.ArmedTimers;
        var assertion = catcher.PostAsync("assert", """{"count":0,"forSeconds":5}""");
        await time.WaitForTimersAsync(timers + 1, Limit.Token);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.True((await assertion).GetProperty("holds").GetBoolean());
    }

    [Fact]
    public async Task Something_comes_too_much_and_nobody_waits_on()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        var timers = time.ArmedTimers;
        var assertion = catcher.PostAsync(
            "assert", """{"match":{"subject":"x"},"count":0,"forSeconds":600}""", HttpStatusCode.UnprocessableEntity);
        await time.WaitForTimersAsync(timers + 1, Limit.Token);
        await catcher.SendAsync("Subject: y\r\n\r\n");
        Assert.False(assertion.IsCompleted);
        await catcher.SendAsync("Subject: x\r\n\r\n");
        Assert.Equal(1, (await assertion).GetProperty("found").GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"count":1""")]
    [InlineData("""{"cuont":1}""")]
    [InlineData("""{"count":-1}""")]
    [InlineData("""{"count":10001}""")]
    [InlineData("""{"count":1,"atLeast":1}""")]
    [InlineData("""{"atLeast":2,"atMost":1}""")]
    [InlineData("""{"forSeconds":601}""")]
    [InlineData("""{"forSeconds":-1}""")]
    [InlineData("""{"match":{"subject":""}}""")]
    [InlineData("""{"expect":{"header":["X: y",""]}}""")]
    [InlineData("""{"match":{"header":[null]}}""")]
    [InlineData("""{"match":{"receivedAfter":"today"}}""")]
    public async Task An_assertion_that_makes_no_sense_is_refused(string assertion)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.PostAsync("assert", assertion, HttpStatusCode.BadRequest);
    }

    private static string Told(JsonElement one) =>
        $"{one.GetProperty("condition")}: {one.GetProperty("wanted")}, found {one.GetProperty("found")}";
}
