using System.Buffers;
using Rockdove.Hosting;
using Rockdove.Mime;

namespace Rockdove.Mock;

/// <summary>
/// Decides what the profile's engine asks: as the profile thinks, unless the script has another idea.
/// </summary>
internal sealed class GoSmtpMockResponder(
    GoSmtpMockEngine engine, GoSmtpMockDialogue dialogue, MockConnection mock, RuleSet rules, MockMailOptions options,
    Mailroom mail, GoSmtpMockLog log) : IResponder
{
    private ArrayBufferWriter<byte> _content = new();
    private Link? _secureLink;

    public bool IsReceiving { get; private set; }

    public ValueTask AnswerAsync(IBufferWriter<byte> output)
    {
        var verdict = engine.Question!;
        if (verdict.Request.Length > 0)
            log.Request(verdict.Request);
        var act = Perform(verdict);
        var decision = new GoSmtpMockDecision(verdict.IsGood, verdict.Reply);
        if (act is { Replaces: true })
            decision = decision with { IsGood = verdict.IsGood && Accepts(act, verdict), Heard = TextOf(act) };
        if (verdict.Command == GoSmtpMockCommand.Message)
            decision = End(decision, verdict.IsGood && (decision.IsGood || act is { Keeps: true }));
        var delay = verdict.Delay + (act?.Delay ?? TimeSpan.Zero);
        if (act is not null || delay > TimeSpan.Zero)
            mock.Tap.Perform((act ?? new Performance()) with { Delay = delay });
        if (delay > TimeSpan.Zero)
            log.Delay(delay);
        log.Response(decision.Heard ?? decision.Reply);
        engine.Answer(decision, output);
        IsReceiving = verdict.Command == GoSmtpMockCommand.Data && decision.IsGood;
        return default;
    }

    public ValueTask ReceiveAsync(ReadOnlyMemory<byte> content)
    {
        _content.Write(content.Span);
        log.Content(content.Span);
        return default;
    }

    public ValueTask SettleAsync() => default;

    public void TlsStarted(Link link) => _secureLink = link;

    public void Abort()
    {
        // Nothing here waits.
    }

    private Performance? Perform(GoSmtpMockVerdict verdict)
    {
        var act = verdict.Moment is { } moment ? rules.Perform(Event(moment, verdict)) : null;
        if (act is null && verdict.Request.Length > 0)
            act = rules.Perform(new MockEvent(MockMoment.Command, CommandOf(verdict.Request), mock.Session, null));
        return act;
    }

    private MockEvent Event(MockMoment moment, GoSmtpMockVerdict verdict) => moment switch
    {
        MockMoment.Connect => new(moment, mock.Session.Client?.Address.ToString() ?? "", mock.Session, null),
        MockMoment.Message => new(moment, SubjectOf(_content.WrittenMemory), mock.Session, null)
        {
            Content = _content.WrittenMemory,
        },
        _ => new(moment, verdict.Subject, mock.Session, null),
    };

    private string SubjectOf(ReadOnlyMemory<byte> content) =>
        rules.SpeakOf(MockMoment.Message) ? MimeMessage.Read(content).Subject ?? "" : "";

    private GoSmtpMockDecision End(GoSmtpMockDecision decision, bool keeps)
    {
        var content = _content.WrittenMemory;
        _content = new ArrayBufferWriter<byte>(); // The old one's memory belongs to the message now.
        if (!keeps)
            return decision;
        var limit = mail.TryAdd(
            new ReceivedMessage(mock.Session, dialogue.ReversePath, [.. dialogue.ForwardPaths], content)
            {
                HelloName = dialogue.HelloName,
                Tls = _secureLink?.TlsText,
                Client = mock.Session.Client,
                ReceivedAt = options.Time.GetUtcNow(),
            });
        return limit is null
            ? decision with { Content = content }
            : decision with { IsGood = false, Reply = $"452 The mock keeps {limit}; purge some" };
    }

    /// <summary>DATA goes on with 354 alone; everything else with 2yz.</summary>
    private static bool Accepts(Performance act, GoSmtpMockVerdict verdict) =>
        act.Answer is { IsPositive: true } answer
        && (verdict.Command == GoSmtpMockCommand.Data) == (answer.Code == 354);

    private static string TextOf(Performance act) =>
        act.Answer?.ToString().Replace("\n", "\r\n", StringComparison.Ordinal) ?? "";

    /// <summary>The verb upper case, as our own engine gives it.</summary>
    private static string CommandOf(string line)
    {
        var verb = GoSmtpMockGrammar.Verb(line);
        return verb + line[verb.Length..];
    }
}
