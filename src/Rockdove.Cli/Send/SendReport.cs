using System.Text.Json.Serialization;
using Rockdove.Hosting;
using Rockdove.Smtp;

namespace Rockdove.Cli;

/// <summary>What became of one message, as <c>--json</c> prints it.</summary>
/// <param name="Server">Where it went.</param>
/// <param name="ExitCode">See <c>rockdove send --help</c>.</param>
/// <param name="Phase">Where the connection failed; null when it did not.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Tls">The protocol, such as Tls13; null in the clear.</param>
/// <param name="Authenticated">True once logged in.</param>
/// <param name="MessageBytes">The message as it was given, before dots were doubled.</param>
/// <param name="Recipients">One for each, in the order of the transactions.</param>
/// <param name="Milliseconds">The time in each phase that happened, and in all.</param>
internal sealed record SendReport(
    string Server,
    int ExitCode,
    string? Phase,
    string? Error,
    string? Tls,
    bool Authenticated,
    int MessageBytes,
    IReadOnlyList<RecipientReport> Recipients,
    IReadOnlyDictionary<string, double> Milliseconds)
{
    public static SendReport Of(
        SendPlan plan, SmtpClientConnection connection, List<RecipientResult> results, SmtpResponse? goodbye)
    {
        var failure = connection.Failure;
        var code = SendExitCode.Of(results, failure);
        var isQuitUnanswered = failure is null && goodbye is null;
        if (code == Cli.ExitCode.Ok && isQuitUnanswered)
            code = SendExitCode.Quit;
        return new SendReport(
            ServerAddress.Text(plan.Server),
            code,
            failure is not null ? SendExitCode.Word(failure.Phase) : isQuitUnanswered ? "quit" : null,
            failure is not null ? Explain(failure) : isQuitUnanswered ? "QUIT was not answered." : null,
            connection.Tls?.SslProtocol.ToString(),
            connection.IsAuthenticated,
            plan.Message.Length,
            [.. results.Select(RecipientReport.Of)],
            Times(connection.Times));
    }

    public static string Explain(SmtpClientFailure failure) =>
        failure.Response is null ? failure.Explanation : $"{failure.Explanation} ({failure.Response})";

    private static Dictionary<string, double> Times(SmtpPhaseTimes times)
    {
        var all = new Dictionary<string, double>();
        Add("resolve", times.Resolving);
        foreach (var phase in Enum.GetValues<SmtpClientPhase>())
        {
            if (phase != SmtpClientPhase.Ready)
                Add(SendExitCode.Word(phase), times[phase]);
        }

        all.Add("total", Math.Round(times.Total.TotalMilliseconds, 3));
        return all;

        void Add(string word, TimeSpan time)
        {
            if (time > TimeSpan.Zero)
                all.Add(word, Math.Round(time.TotalMilliseconds, 3));
        }
    }
}

/// <summary>What became of one recipient.</summary>
/// <param name="Address">As it was given.</param>
/// <param name="Outcome">Delivered, refused, postponed (worth another try) or uncertain.</param>
/// <param name="Phase">Which command decided.</param>
/// <param name="Reply">The server's words.</param>
/// <param name="Why">Ours, when the server was not asked.</param>
internal sealed record RecipientReport(string Address, string Outcome, string Phase, string? Reply, string? Why)
{
    public static RecipientReport Of(RecipientResult result) => new(
        result.Recipient.ForwardPath,
        result.Outcome switch
        {
            RecipientOutcome.Delivered => "delivered",
            RecipientOutcome.PermanentFailure => "refused",
            RecipientOutcome.Uncertain => "uncertain",
            _ => "postponed",
        },
        SendExitCode.Word(SendExitCode.PhaseOf(result)),
        result.Response?.ToString(),
        result.Response is null && result.Outcome != RecipientOutcome.Delivered ? Explain(result.Refusal) : null);

    public static string Explain(SmtpRefusal refusal) => refusal switch
    {
        SmtpRefusal.NeedsSmtpUtf8 => "the server does not offer SMTPUTF8",
        SmtpRefusal.NeedsEightBitMime => "the server does not offer 8BITMIME",
        SmtpRefusal.NeedsBinaryMime => "the server does not offer BINARYMIME",
        SmtpRefusal.NeedsRequireTls => "the server does not offer REQUIRETLS",
        SmtpRefusal.MessageTooLarge => "the message is larger than the server takes",
        SmtpRefusal.TooManyRecipients => "the server takes no more recipients in one transaction",
        SmtpRefusal.TooManyTransactions => "the server takes no more transactions on one connection",
        _ => "no answer came",
    };
}

[JsonSerializable(typeof(SendReport))]
[JsonSerializable(typeof(LoadReport))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class SendJson : JsonSerializerContext;
