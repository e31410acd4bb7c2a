using Rockdove.Testing;

namespace Rockdove.Cli.Tests;

/// <summary>Where a session is stopped: at the last of some lines, which come one after another.</summary>
/// <param name="Name">What has just not happened.</param>
/// <param name="Side">Who says the lines.</param>
/// <param name="State">What the results then say of the probe.</param>
/// <param name="Outcome">What becomes of it afterwards.</param>
/// <param name="Lines">What is in each of the lines.</param>
internal sealed record KillPoint(string Name, GateSide Side, string State, string Outcome, params string[] Lines)
{
    public Task<string> StopAsync(LineGate gate)
    {
        var seen = 0;
        return gate.StopAt(
            Side, line => line.Contains(Lines[seen], StringComparison.Ordinal) && ++seen == Lines.Length);
    }

    /// <summary>Of sessions that send. The last of them lasts five seconds: nothing depends on its answer.</summary>
    public static IReadOnlyList<KillPoint> Sending { get; } =
    [
        new("greeting", GateSide.Server, "sending", "unknown", "220 "),
        new("login", GateSide.Client, "sending", "unknown", "AUTH "),
        new("mail", GateSide.Client, "sending", "unknown", "MAIL FROM:"),
        new("recipient", GateSide.Client, "sending", "unknown", "RCPT TO:"),
        new("data", GateSide.Client, "sending", "unknown", "DATA"),
        new("content", GateSide.Client, "sending", "unknown", "X-Rockdove-Probe: "),
        new("end", GateSide.Client, "sending", "unknown", "X-Rockdove-Probe: ", "."),
        // From here on the server has it, and whoever sent it cannot know.
        new("final", GateSide.Server, "sending", "delivered", "250 2.0.0 Kept"),
        new("quit", GateSide.Client, "sending", "delivered", "QUIT"),
    ];

    /// <summary>Of sessions that look into a mailbox, before the outcome is kept.</summary>
    public static IReadOnlyList<KillPoint> Looking { get; } =
    [
        new("imap-told", GateSide.Server, "sent", "delivered", "* 1 EXISTS"),
        new("imap-seen", GateSide.Client, "sent", "delivered", "BODY.PEEK[HEADER]", ""),
        new("pop3-listed", GateSide.Client, "sent", "delivered", "LIST", "LIST"),
        new("pop3-seen", GateSide.Client, "sent", "delivered", "TOP ", "QUIT", "AUTH "),
    ];

    /// <summary>Of the same, when it is.</summary>
    public static IReadOnlyList<KillPoint> Deleting { get; } =
    [
        new("imap-store", GateSide.Client, "resolved", "delivered", "UID STORE"),
        new("imap-expunge", GateSide.Client, "resolved", "delivered", "UID EXPUNGE"),
        new("pop3-dele", GateSide.Client, "resolved", "delivered", "DELE"),
        new("pop3-quit", GateSide.Client, "resolved", "delivered", "DELE", "QUIT"),
    ];
}
