using System.Text.Json;

namespace Rockdove.Cli.Tests;

public class LoadTests
{
    [Theory]
    [InlineData("--pipeline")]
    [InlineData("--new-connection")]
    [InlineData("--chunking")]
    public async Task Every_message_arrives_once(string option)
    {
        await using var server = await MailServer.StartAsync();
        var run = await SendRun.RunAsync(
            server.Address, "--count", "57", "--sessions", "5", "--size", "2000", option, "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(57, server.Messages.Count);
        Assert.All(server.Messages, message => Assert.Equal(2000, message.Length));
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(57, json.RootElement.GetProperty("delivered").GetInt32());
        Assert.Equal(0, json.RootElement.GetProperty("failed").GetInt32());
        var connections = json.RootElement.GetProperty("connections").GetInt32();
        Assert.InRange(connections, option == "--new-connection" ? 57 : 1, option == "--new-connection" ? 57 : 5);
        var latency = json.RootElement.GetProperty("latency");
        Assert.InRange(latency.GetProperty("p50").GetDouble(), 0.0001, latency.GetProperty("max").GetDouble());
    }

    [Fact]
    public async Task Refusals_are_counted_by_their_reply()
    {
        await using var server = await MailServer.StartAsync(refuses: "Message");
        var run = await SendRun.RunAsync(server.Address, "--count", "7", "--sessions", "2");
        Assert.Equal(11, run.ExitCode);
        Assert.Equal(["message: 7 times: 550 5.7.1 Not for you"], run.Complaints);
        Assert.StartsWith("0 of 7 messages", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_not_asked_for_each_message()
    {
        using var notListening = new System.Net.Sockets.Socket(
            System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        notListening.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        var run = await SendRun.RunAsync(
            notListening.LocalEndPoint!.ToString()!, "--count", "1000", "--sessions", "2", "--json");
        Assert.Equal(3, run.ExitCode);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(6, json.RootElement.GetProperty("failed").GetInt32());
        Assert.Equal(994, json.RootElement.GetProperty("notTried").GetInt32());
    }

    [Fact]
    public void Percentiles_are_near_the_truth()
    {
        var histogram = new LatencyHistogram();
        Assert.Equal(TimeSpan.Zero, histogram.Percentile(0.5));
        for (var i = 1; i <= 10_000; i++)
            histogram.Add(TimeSpan.FromTicks(i * 37));

        foreach (var share in new[] { 0.01, 0.5, 0.9, 0.99, 0.999, 1 })
        {
            var truth = share * 10_000 * 37;
            Assert.InRange(histogram.Percentile(share).Ticks, truth, truth * (1 + 1.0 / 64) + 1);
        }

        Assert.Equal(370_000, histogram.Max.Ticks);
        Assert.Equal(37 * 5000.5, histogram.Mean.Ticks, 1.0);
        histogram.Add(TimeSpan.FromDays(2));
        Assert.Equal(TimeSpan.FromDays(2), histogram.Max);
    }
}
