using Rockdove.Testing;

namespace Rockdove.Daemon.Tests;

/// <summary>
/// The rules of docs/protocols/smtp.md on the listeners of a daemon, over sockets: those that hold for any server,
/// whatever its limits and users are. Content must lie in the mailbox octet by octet.
/// </summary>
public class ListenerRulesTests
{
    private static readonly string[] AboutOtherServers =
    [
        // These offer less: no SMTPUTF8, no DSN, no STARTTLS, no CHUNKING, no enhanced status codes.
        "S23b-utf8-where-it-is-not-offered",
        "N2-dsn-not-offered",
        "T6a-tls-not-configured",
        "D25o-bdat-not-offered",
        "S43c-reply-without-status",
        // These offer more: REQUIRETLS and BINARYMIME.
        "R1a-requiretls-in-clear",
        "S22b-binarymime-needs-bdat",
        // These take mail for any domain, and for any name.
        "S23c-utf8-with-smtputf8",
        "S28-quoted-local-part",
        "S30-long-paths",
        // Here the handshake reads what was slipped in before it, and fails: StartTlsTests of the host.
        "T2-injected-commands",
    ];

    public static IReadOnlyList<TheoryDataRow<string>> Rules { get; } =
    [
        .. TranscriptFilesAttribute.Find("smtp", "rules")
            .Where(file => !AboutOtherServers.Any(other => file == $"rules/{other}.smtp")
                && SpokenRule.IsOfAnyServer(TranscriptFilesAttribute.Read(file)))
            .Select(file => new TheoryDataRow<string>(file)),
    ];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_listeners_of_a_daemon_keep(string file)
    {
        var transcript = TranscriptFilesAttribute.Read(file);
        await using var daemon = await RunningDaemon.StartAsync(
            settings => settings with { HostName = "mx.test", Domains = ["test"], Postmaster = "u@test" });
        await daemon.Accounts.AddDomainAsync(new("test"), RunningDaemon.Token);
        await daemon.AddAccountAsync("u", addresses: [.. Recipients.Select(name => name + "@test")]);

        await using var talk = await daemon.ConnectAsync(SpokenRule.IsLmtp(transcript) ? "lmtp" : "mx");
        var rule = new SpokenRule(transcript, talk);
        await rule.SpeakAsync();

        var kept = await daemon.ReadAsync("u");
        Assert.Equal(rule.Messages, kept.Count);
        Assert.All(
            rule.Accepted.Zip(kept.TakeLast(rule.Accepted.Count)),
            pair => Assert.EndsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_rule_of_any_server_is_spoken()
    {
        var files = TranscriptFilesAttribute.Find("smtp", "rules");

        // The others are of a limit, a clock, a filter, a login: those of the engine, and of other tests here.
        Assert.InRange(Rules.Count, 110, files.Count);
        Assert.All(AboutOtherServers, other => Assert.Contains($"rules/{other}.smtp", files));
    }

    private static IEnumerable<string> Recipients =>
    [
        .. Enumerable.Range(1, 101).Select(number => $"u{number}"),
        "u", "v", "victim", "late", "good", "user",
    ];
}
