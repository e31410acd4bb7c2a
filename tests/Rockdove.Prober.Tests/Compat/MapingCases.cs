using System.Buffers;
using System.IO.Compression;
using System.Text;
using Rockdove.Mock;
using Rockdove.Sqlite;
using Rockdove.Wire;

namespace Rockdove.Prober.Tests;

/// <summary>What maping's own tests ask, asked of ours. docs/compat/maping.md has a row for each.</summary>
public sealed class MapingCases
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void TestGetRandomString()
    {
        var text = Convert.ToBase64String(ProbeToken.New().ToOctets());
        Assert.Equal(20, text.Length);
        Assert.Equal(15, Convert.FromBase64String(text).Length);
    }

    /// <summary>
    /// maping's also wants the gzip of 200 characters to be longer than them, and fails now and then.
    /// </summary>
    [Fact]
    public async Task TestGzipByteSlice()
    {
        var text = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(100));
        await using var results = new TemporaryJournal();
        var probe = await results.AddAsync(await results.RunAsync("a", "b"), "a", "b");
        await results.Journal.AddTranscriptAsync(
            probe, "a", new("smtp", TemporaryJournal.Noon, "mx:25", Encoding.ASCII.GetBytes(text), true), Stop);
        await results.Journal.ResolveAsync(
            probe, TemporaryJournal.End(ProbeOutcome.Rejected, null, TemporaryJournal.Noon), Stop);
        using var connection = new SqliteConnection(results.File);
        using var row = connection.Use("SELECT smtplog_tx FROM protocol");
        Assert.True(row.Step());
        using var packed = new MemoryStream(row.Blob(0).ToArray());
        using var unpacked = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        Assert.Equal(text, await unpacked.ReadToEndAsync(Stop));
    }

    [Theory]
    [InlineData("Mon, 02 Jan 2005 15:04:06 -0700 (MST)", "2005-01-02 22:04:06Z")]
    [InlineData("2 Jan 05 15:04 CET", "2005-01-02 15:04:00Z")] // An unknown zone is UTC (RFC 5322 section 4.3).
    public void TestDateParse(string date, string utc) =>
        Assert.Equal(utc, $"{ReceivedField.Read($"by x; {date}").Date!.Value.ToUniversalTime():u}");

    [Fact]
    public void TestAuth()
    {
        var login = new SaslLogin { UserName = "user", Password = new Secret("pass") };
        Assert.Equal("\0user\0pass", Answer("PLAIN", ""));
        Assert.Equal(
            "user 287eb355114cf5c471c26a875f1ca4ae", Answer("CRAM-MD5", "<123456.1322876914@testserver>"));

        string Answer(string mechanism, string challenge)
        {
            var response = new ArrayBufferWriter<byte>();
            SaslClientSelector.Create(mechanism, login).Next(Encoding.UTF8.GetBytes(challenge), response);
            return Encoding.UTF8.GetString(response.WrittenSpan);
        }
    }

    [Fact]
    public async Task TestBasic()
    {
        await using var server = await MockMailServer.StartAsync(
            options => options.When(MockMoment.Ehlo).Times(1).Reply(502, "EH?"), Stop);
        var text = Encoding.UTF8.GetString((await SendAsync(server, ".Leading dot line .")).Transcript.Span);
        Assert.Contains("C: HELO", text, StringComparison.Ordinal);
        Assert.Contains("C: ..Leading dot line .", text, StringComparison.Ordinal);
        Assert.Contains("\r\n.Leading dot line .", server.Messages[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestNewClient()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Stop);
        var report = await SendAsync(server, "Hello");
        var text = Encoding.UTF8.GetString(report.Transcript.Span);
        Assert.Equal(SendVerdict.Accepted, report.Verdict);
        Assert.Contains("C: EHLO", text, StringComparison.Ordinal);
        Assert.Contains("C: QUIT", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestNewClient2()
    {
        await using var server = await MockMailServer.StartAsync(
            options => options.When(MockMoment.Ehlo).Reply(502, "EH?"), Stop);
        var report = await SendAsync(server, "Hello");
        Assert.Equal(SendVerdict.Accepted, report.Verdict);
        Assert.DoesNotContain("BODY=", Encoding.UTF8.GetString(report.Transcript.Span), StringComparison.Ordinal);
        Assert.NotEmpty(server.Messages);
    }

    private static async Task<SendReport> SendAsync(MockMailServer server, string body)
    {
        var from = new ProbeAccount
        {
            Name = "user",
            Address = "user@gmail.test",
            Send = new ProbeServer("127.0.0.1", server.Port, MailSecurity.None),
        };
        var to = new ProbeAccount { Name = "golang", Address = "golang-nuts@googlegroups.test" };
        var mail = ProbeMail.Write(
            new ProbeMark(ProbeToken.New(), new("user", "golang"), DateTimeOffset.UtcNow), from, to,
            ProbeMailStyle.Classic with { Body = body }, DeskWorld.Key);
        return await new ProbeSender(new SendPatience(), TimeProvider.System).SendAsync(from, to, mail, Stop);
    }
}
