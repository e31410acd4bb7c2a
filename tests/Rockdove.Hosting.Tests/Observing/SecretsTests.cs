using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;
using Rockdove.Wire;

namespace Rockdove.Hosting.Tests;

/// <summary>V35: what a client proves itself with is in no log and no transcript, however it is said.</summary>
public class SecretsTests
{
    public static TheoryData<string> Sessions =>
    [
        $"AUTH PLAIN {Base64("\0bob\0" + Password)}",
        $"auth plain {Base64("\0bob\0" + Password)}",
        $"AUTH PLAIN\n{Base64("\0bob\0" + Password)}",
        $"AUTH LOGIN\n{Base64("bob")}\n{Base64(Password)}",
        $"AUTH LOGIN {Base64("bob")}\n{Base64(Password)}",
        $"AUTH CRAM-MD5\n{Base64("bob 0123456789abcdef0123456789abcdef")}",
        $"AUTH {Base64("\0bob\0" + Password)}",
        $"AUTH PLAIN {Password}",
    ];

    [Theory, MemberData(nameof(Sessions))]
    public async Task Nothing_secret_is_written_down(string session)
    {
        var lines = "EHLO c.test\n" + session + "\nNOOP\n";
        foreach (var pieces in new[] { [lines], lines.Select(symbol => symbol.ToString()), Lines(lines) })
        {
            var tap = default(RecordingTap);
            await using var server = Start(() => tap = new RecordingTap(TimeProvider.System));
            foreach (var piece in pieces)
                await server.SayAsync(piece.Replace("\n", "\r\n", StringComparison.Ordinal));
            server.HangUp();
            await server.EndAsync();

            var written = string.Join('\n', server.Log.Entries.Select(entry => entry.Text)) + Text(tap!);
            Assert.Contains("EHLO c.test", written, StringComparison.Ordinal);
            Assert.Contains("AUTH", written, StringComparison.OrdinalIgnoreCase);
            foreach (var secret in Secrets)
                Assert.DoesNotContain(secret, written, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Commands_and_replies_are_logged_at_debug_and_messages_at_trace()
    {
        await using var server = Start(() => null);
        await server.BeginDataAsync();
        await server.SayAsync("Subject: x\r\n.\r\n");

        var wire = server.Log.Entries.Where(entry => entry.Text.StartsWith("c1 ", StringComparison.Ordinal)).ToList();
        Assert.Contains((LogLevel.Debug, "c1 C: MAIL FROM:<a@b.test>"), wire);
        Assert.Contains((LogLevel.Debug, "c1 S: 250 2.1.0 Ok"), wire);
        Assert.Contains((LogLevel.Trace, "c1 C: Subject: x"), wire);
    }

    [Fact]
    public async Task A_client_cannot_write_lines_of_its_own_into_the_log()
    {
        await using var server = Start(() => null);

        await server.SayAsync("NOOP \x1b[31m\nforged\r\n");

        Assert.All(server.Log.Entries, entry => Assert.DoesNotContain(entry.Text, char.IsControl));
        Assert.Contains(server.Log.Entries, entry => entry.Text == "c1 C: NOOP \\x1B[31m\\x0Aforged");
    }

    [Fact]
    public async Task Without_the_log_at_debug_nobody_taps()
    {
        await using var server = PipedServer.Start(smtp => smtp.Handle(new KeepingHandler()), logsWire: false);

        await server.SayAsync("NOOP\r\n");

        Assert.DoesNotContain(server.Log.Entries, entry => entry.Text.Contains("NOOP", StringComparison.Ordinal));
    }

    private static PipedServer Start(Func<RecordingTap?> tap) => PipedServer.Start(
        smtp => smtp
            .Configure(options =>
            {
                options.Mechanisms = [new PlainMechanism(), new LoginMechanism(), new CramMd5Mechanism()];
                options.AllowsSecretsInClear = true;
            })
            .Tap(_ => tap())
            .Handle(new ScriptedHandler
            {
                Secret = new ClearSecret(new Secret(Password)),
                LetsIn = _ => true,
                OnData = _ => new(new CountingSink()),
            }),
        logsWire: true);

    private static string Text(RecordingTap tap)
    {
        Assert.True(tap.HasEnded);
        var output = new ArrayBufferWriter<byte>();
        tap.Write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line + "\n");

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private const string Password = "correct horse";

    private static readonly string[] Secrets =
    [
        Password,
        Base64(Password),
        Base64("\0bob\0" + Password),
        Base64("bob 0123456789abcdef0123456789abcdef"),
        "correct",
    ];
}
