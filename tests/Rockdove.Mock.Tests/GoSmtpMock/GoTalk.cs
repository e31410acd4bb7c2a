namespace Rockdove.Mock.Tests;

/// <summary>Talks with the profile's rules alone: no octets, no host.</summary>
internal sealed class GoTalk(GoSmtpMockProfile? profile = null)
{
    private readonly GoSmtpMockDialogue _dialogue = new(profile ?? new(), default);

    /// <summary>What go-smtp-mock would keep now.</summary>
    public GoSmtpMockMessage Message => _dialogue.Messages[^1];

    public IReadOnlyList<GoSmtpMockMessage> Messages => _dialogue.Messages;

    public GoSmtpMockVerdict Weigh(string line) => _dialogue.Weigh(line);

    /// <summary>Says a line, and gives the reply.</summary>
    public string Say(string line)
    {
        var verdict = _dialogue.Weigh(line);
        _dialogue.Conclude(verdict, new GoSmtpMockDecision(verdict.IsGood, verdict.Reply));
        return verdict.Reply;
    }

    public GoTalk After(params string[] lines)
    {
        foreach (var line in lines)
            Say(line);
        return this;
    }

    /// <summary>The octets of a message have come.</summary>
    public string Send(string content)
    {
        var octets = System.Text.Encoding.UTF8.GetBytes(content);
        var verdict = _dialogue.WeighMessage(octets.Length);
        _dialogue.Conclude(verdict, new GoSmtpMockDecision(verdict.IsGood, verdict.Reply) { Content = octets });
        return verdict.Reply;
    }

    /// <summary>A whole message, up to the reply to its end.</summary>
    public GoTalk AfterMessage(string content = "Subject: x\r\n\r\nHello\r\n")
    {
        After(Helo, Mail, Rcpt, "DATA").Send(content);
        return this;
    }

    public const string Helo = "HELO example.com";
    public const string Mail = "MAIL FROM:<from@example.com>";
    public const string Rcpt = "RCPT TO:<to@example.com>";
}
