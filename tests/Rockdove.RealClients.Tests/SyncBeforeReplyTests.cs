using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Rockdove.Testing;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// strace, which sees what the system sees: between the last octet of a message and its 250 there are syncs.
/// </summary>
public sealed class SyncBeforeReplyTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Body_and_rows_are_synced_before_the_reply()
    {
        await Permission.RequireAsync(
            "eng/install-clients installs strace, and it needs leave to trace.", "strace", "-o", "/dev/null", "true");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(3));
        var (trace, data) = (Path.Combine(_folder.Path, "trace"), Path.Combine(_folder.Path, "data"));
        using (var process = Process.Start(new ProcessStartInfo(
            "timeout",
            [
                "300", "strace", "-f", "-y", "-s", "2000", "-o", trace,
                "-e", "trace=fsync,fdatasync,sendto,sendmsg,recvfrom,recvmsg,read,write",
                RockdoveProgram.Path,
                "catch", "--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data", data,
            ])
        {
            RedirectStandardOutput = true,
        })!)
        {
            try
            {
                var line = await process.StandardOutput.ReadLineAsync(patience.Token) ?? "";
                Assert.Equal(250, await BareClient.SendAsync(
                    IPEndPoint.Parse(line.Replace("smtp ", "", StringComparison.Ordinal)),
                    "Subject: x\r\n\r\nthe last octet",
                    patience.Token));
            }
            finally
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        var calls = Calls(await File.ReadAllLinesAsync(trace, patience.Token));
        var arrived = calls.FindLastIndex(
            call => call.Contains("the last octet\\r\\n.\\r\\n", StringComparison.Ordinal));
        var replied = calls.FindIndex(call => call.Contains("250 2.0.0 Kept as", StringComparison.Ordinal));
        Assert.InRange(arrived, 0, replied);
        var between = calls[arrived..replied];
        Assert.Contains(between, call => IsSyncOf(call, ".seg"));
        Assert.Contains(between, call => IsSyncOf(call, "meta.db-wal"));
    }

    /// <summary>The calls in the order in which they were done. strace writes one that waits as two lines.</summary>
    private static List<string> Calls(IEnumerable<string> lines)
    {
        var begun = new Dictionary<string, string>();
        var calls = new List<string>();
        foreach (var line in lines)
        {
            var (thread, call) = (line.Split(' ')[0], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim());
            if (call.EndsWith("<unfinished ...>", StringComparison.Ordinal))
                begun[thread] = call;
            else if (Regex.Match(call, @"^<\.\.\. \w+ resumed>") is { Success: true } resumed)
                calls.Add(begun.GetValueOrDefault(thread, "") + call[resumed.Length..]);
            else
                calls.Add(call);
        }
        return calls;
    }

    private static bool IsSyncOf(string call, string file) => Regex.IsMatch(call, @"^f(data)?sync\(")
        && call.Contains(file + ">", StringComparison.Ordinal)
        && call.EndsWith("= 0", StringComparison.Ordinal);
}
