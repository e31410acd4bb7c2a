using System.Net;
using System.Net.Sockets;
using System.Text;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

/// <summary>SpamAssassin is asked where it is configured, and what it says is told.</summary>
public class SpamCheckTests
{
    [Fact]
    public async Task The_report_is_told_in_both_apis()
    {
        await using var spamd = new FakeSpamd(_ => Answer(
            "Spam: True ; 12.3 / 5.0",
            "Content preview: x\r\n\r\nContent analysis details:   (12.3 points, 5.0 required)\r\n\r\n"
            + " pts rule name              description\r\n"
            + "---- ---------------------- --------------------------------------------------\r\n"
            + "10.0 GTUBE                  BODY: Generic Test for Unsolicited Bulk\r\n"
            + "                            Email\r\n"
            + "-1.9 BAYES_00               BODY: Bayes spam probability is 0 to 1%\r\n"
            + "                            [score: 0.0000]\r\n"
            + " 0.0 NO_DESCRIPTION\r\n"));
        await using var catcher = await StartAsync(spamd.Address);
        await catcher.SendAsync("Subject: x\r\n\r\nhello\r\n");

        var ours = await catcher.GetAsync("messages/latest/checks/spam");
        Assert.True(ours.GetProperty("isSpam").GetBoolean());
        Assert.Equal((12.3, 5), (ours.GetProperty("score").GetDouble(), ours.GetProperty("threshold").GetDouble()));
        Assert.Equal(["GTUBE", "BAYES_00", "NO_DESCRIPTION"], ours.Texts("rules", "name"));
        Assert.Equal(
            [
                "BODY: Generic Test for Unsolicited Bulk Email",
                "BODY: Bayes spam probability is 0 to 1% [score: 0.0000]", "",
            ],
            ours.Texts("rules", "description"));
        Assert.Equal(-1.9, ours.GetProperty("rules")[1].GetProperty("score").GetDouble());
        Assert.StartsWith("REPORT SPAMC/1.5\r\nContent-length: ", spamd.Requests.Single(), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nSubject: x\r\n\r\nhello\r\n", spamd.Requests.Single(), StringComparison.Ordinal);

        var theirs = await catcher.GetJsonAsync("api/v1/message/latest/sa-check");
        Assert.Equal(["IsSpam", "Error", "Score", "Rules"], theirs.EnumerateObject().Select(one => one.Name));
        Assert.Equal((true, "", 12.3), (
            theirs.GetProperty("IsSpam").GetBoolean(), theirs.GetProperty("Error").GetString(),
            theirs.GetProperty("Score").GetDouble()));
        Assert.Equal(
            ["Score", "Name", "Description"], theirs.GetProperty("Rules")[0].EnumerateObject().Select(one => one.Name));
    }

    [Theory]
    [InlineData("SPAMD/1.1 76 Bad header line\r\n\r\n", "SpamAssassin says: 76 Bad header line.")]
    [InlineData("SPAMD/1.1 0 EX_OK\r\n\r\n", "SpamAssassin gave no judgement.")]
    [InlineData("SPAMD/1.1 0 EX_OK\r\nSpam: maybe\r\n\r\n", "SpamAssassin gave no judgement.")]
    [InlineData("HTTP/1.1 400 Bad\r\n\r\n", "What answers is no spamd.")]
    [InlineData("", "What answers is no spamd.")]
    [InlineData("\r\n\r\n\r\n", "What answers is no spamd.")]
    public async Task What_cannot_be_read_is_no_judgement(string answer, string error)
    {
        await using var spamd = new FakeSpamd(_ => answer);
        await using var catcher = await StartAsync(spamd.Address);
        await catcher.SendAsync("Subject: x\r\n\r\n");
        var check = await catcher.GetAsync("messages/latest/checks/spam");
        Assert.Equal(error, check.GetProperty("error").GetString());
        Assert.False(check.GetProperty("isSpam").GetBoolean());
        var theirs = await catcher.GetJsonAsync("api/v1/message/latest/sa-check");
        Assert.Equal(error, theirs.GetProperty("Error").GetString());
    }

    [Fact]
    public async Task A_spamd_that_is_not_there_is_told()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // Nobody listens, and nobody else can.
        await using var catcher = await StartAsync((IPEndPoint)taken.LocalEndPoint!);
        await catcher.SendAsync("Subject: x\r\n\r\n");
        var check = await catcher.GetAsync("messages/latest/checks/spam");
        Assert.StartsWith(
            "SpamAssassin cannot be asked: ", check.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_asked_unless_it_is_configured()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: x\r\n\r\n");
        await catcher.GetAsync("messages/latest/checks/spam", HttpStatusCode.NotFound);
        Assert.Equal(
            HttpStatusCode.NotFound, (await catcher.CallAsync("GET", "api/v1/message/latest/sa-check")).Status);
    }

    [Fact]
    public async Task It_is_among_the_calls_only_where_it_is_configured()
    {
        await using var spamd = new FakeSpamd(_ => "");
        await using var with = await StartAsync(spamd.Address);
        await using var without = await RunningCatcher.StartAsync();

        Assert.Contains("GET /messages/{id}/checks/spam", await ChecksAsync(with));
        Assert.Equal(
            (await ChecksAsync(with)).Where(one => !one.EndsWith("/spam", StringComparison.Ordinal)),
            await ChecksAsync(without));

        static async Task<List<string>> ChecksAsync(RunningCatcher catcher) =>
        [
            .. (await catcher.GetAsync("about")).GetProperty("calls").EnumerateArray()
                .Select(one => one.GetString()!).Where(one => one.Contains("/checks/", StringComparison.Ordinal)),
        ];
    }

    private static string Answer(string judgement, string report) =>
        $"SPAMD/1.1 0 EX_OK\r\nContent-length: {report.Length}\r\n{judgement}\r\n\r\n{report}";

    private static Task<RunningCatcher> StartAsync(IPEndPoint spamd) => RunningCatcher.StartAsync(
        web: new CatcherWebOptions { Checks = new() { SpamAssassin = new("127.0.0.1", spamd.Port) } });

    /// <summary>Takes requests to their end, one after the other, and answers each.</summary>
    private sealed class FakeSpamd : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;

        public FakeSpamd(Func<string, string> answer)
        {
            _listener.Start();
            _running = RunAsync(answer);
        }

        public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

        public List<string> Requests { get; } = [];

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _listener.Dispose();
            _stop.Dispose();
        }

        private async Task RunAsync(Func<string, string> answer)
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var stream = client.GetStream();
                using var request = new MemoryStream();
                await stream.CopyToAsync(request, _stop.Token);
                var text = Encoding.ASCII.GetString(request.ToArray());
                Requests.Add(text);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer(text)), _stop.Token);
            }
        }
    }
}
