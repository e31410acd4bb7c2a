using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Rockdove.Testing;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// strace, which sees what the system sees: between the last octet of a message and its 250 there are syncs, and so
/// there are between QUIT of POP3 and its answer.
/// </summary>
public sealed class SyncBeforeReplyTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Body_and_rows_are_synced_before_the_reply()
    {
        var between = await TraceAsync(
            ["catch", "--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data", Path.Combine(_folder.Path, "data")],
            async (process, token) =>
            {
                var line = await process.StandardOutput.ReadLineAsync(token) ?? "";
                Assert.Equal(250, await BareClient.SendAsync(
                    IPEndPoint.Parse(line.Replace("smtp ", "", StringComparison.Ordinal)),
                    "Subject: x\r\n\r\nthe last octet",
                    token));
            },
            "the last octet\\r\\n.\\r\\n", "250 2.0.0 Kept as");
        Assert.Contains(between, call => IsSyncOf(call, ".seg"));
        Assert.Contains(between, call => IsSyncOf(call, "meta.db-wal"));
    }

    [Fact]
    public async Task P15_a_deletion_by_pop3_is_synced_before_the_answer_to_quit()
    {
        var config = _folder.Write("rockdove.json", """
            { "Domains": ["d.example"], "Accounts": { "c@d.example": "secret" }, "Listeners": {
                "mx": { "Address": "127.0.0.1:0" }, "pop3": { "Address": "127.0.0.1:0", "AllowsClear": true } } }
            """u8.ToArray());
        var between = await TraceAsync(
            ["serve", "--config", config],
            async (process, token) =>
            {
                var mx = await process.StandardOutput.ReadLineAsync(token) ?? "";
                var pop3 = await process.StandardOutput.ReadLineAsync(token) ?? "";
                Assert.Equal(250, await BareClient.SendAsync(IPEndPoint.Parse(mx.Split(' ')[1]), "Subject: x", token));
                using var client = new TcpClient();
                await client.ConnectAsync(IPEndPoint.Parse(pop3.Split(' ')[1]), token);
                using var reader = new StreamReader(client.GetStream());
                string?[] replies = [await reader.ReadLineAsync(token)];
                foreach (var line in (string[])["USER c@d.example", "PASS secret", "DELE 1", "QUIT"])
                {
                    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), token);
                    replies = [.. replies, await reader.ReadLineAsync(token)];
                }

                Assert.All(replies, reply => Assert.StartsWith("+OK", reply, StringComparison.Ordinal));
            },
            "QUIT\\r\\n", "+OK Goodbye");
        Assert.Contains(between, call => IsSyncOf(call, "meta.db-wal"));
    }

    /// <summary>The calls of rockdove between those with two texts, while it did what the test wants.</summary>
    private async Task<List<string>> TraceAsync(
        IReadOnlyList<string> command, Func<Process, CancellationToken, Task> act, string from, string to)
    {
        await Permission.RequireAsync(
            "eng/install-clients installs strace, and it needs leave to trace.", "strace", "-o", "/dev/null", "true");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(3));
        var trace = Path.Combine(_folder.Path, "trace");
        using (var process = Process.Start(new ProcessStartInfo(
            "timeout",
            [
                "300", "strace", "-f", "-y", "-s", "2000", "-o", trace,
                "-e", "trace=fsync,fdatasync,sendto,sendmsg,recvfrom,recvmsg,read,write",
                RockdoveProgram.Path, .. command,
            ])
        {
            RedirectStandardOutput = true,
        })!)
        {
            try
            {
                await act(process, patience.Token);
            }
            finally
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        var calls = Calls(await File.ReadAllLinesAsync(trace, patience.Token));
        var begin = calls.FindLastIndex(call => call.Contains(from, StringComparison.Ordinal));
        var end = calls.FindLastIndex(call => call.Contains(to, StringComparison.Ordinal));
        Assert.InRange(begin, 0, end);
        return calls[begin..end];
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
