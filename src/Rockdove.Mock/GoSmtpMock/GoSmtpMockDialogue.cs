namespace Rockdove.Mock;

/// <summary>
/// go-smtp-mock's rules for one connection: what may be said when, what is thought of it, and what of it is kept. It
/// knows neither octets nor time.
/// </summary>
/// <param name="profile">Texts, lists and switches.</param>
/// <param name="startTls">STARTTLS may be said, as go-smtp-mock never lets; the second is whether it must.</param>
internal sealed class GoSmtpMockDialogue(GoSmtpMockProfile profile, (bool IsOffered, bool IsRequired) startTls)
{
    private readonly List<GoSmtpMockMessage> _stored = [];
    private readonly List<string> _forwardPaths = [];
    private volatile IReadOnlyList<GoSmtpMockMessage> _messages = [new()];
    private GoSmtpMockMessage _now = new();

    /// <summary>What go-smtp-mock would list when this conversation ended now. From any thread.</summary>
    public IReadOnlyList<GoSmtpMockMessage> Messages => _messages;

    /// <summary>The address of the last good MAIL.</summary>
    public string ReversePath { get; private set; } = "";

    /// <summary>Every recipient that was told so, since MAIL.</summary>
    public IReadOnlyList<string> ForwardPaths => _forwardPaths;

    /// <summary>The name of the last good HELO or EHLO; null before one.</summary>
    public string? HelloName { get; private set; }

    public bool IsSecure { get; set; }

    public GoSmtpMockVerdict Greet() =>
        new(GoSmtpMockCommand.Connect, "") { IsGood = true, Reply = profile.MsgGreeting };

    /// <summary>
    /// Thinks about a line: the order of commands, the argument, the lists. Nothing has happened yet.
    /// </summary>
    public GoSmtpMockVerdict Weigh(string line)
    {
        var verb = GoSmtpMockGrammar.Verb(line);
        if (startTls.IsOffered && !IsSecure && line.Equals("STARTTLS", StringComparison.OrdinalIgnoreCase))
            return Good(GoSmtpMockCommand.StartTls, line, "220 Ready to start TLS", default);
        if (!GoSmtpMockGrammar.IsKnown(line))
            return Unknown(line);
        if (startTls.IsRequired && !IsSecure && verb is "MAIL" or "RCPT" or "DATA")
            return Unknown(line) with { Reply = "530 Say STARTTLS first" }; // RFC 3207 section 4
        return verb switch
        {
            "HELO" or "EHLO" => WeighHelo(line),
            "MAIL" => WeighMail(line),
            "RCPT" => WeighRcpt(line),
            "DATA" => WeighData(line),
            "RSET" => WeighRset(line),
            "NOOP" when IsWord(line, "NOOP") =>
                Good(GoSmtpMockCommand.Noop, line, profile.MsgNoopReceived, profile.ResponseDelayNoop),
            "QUIT" when IsWord(line, "QUIT") =>
                Good(GoSmtpMockCommand.Quit, line, profile.MsgQuitCmd, profile.ResponseDelayQuit),
            _ => Unknown(line), // go-smtp-mock says nothing at all here, and the client waits for ever.
        };
    }

    /// <summary>Thinks about a message that has come.</summary>
    public GoSmtpMockVerdict WeighMessage(long octets) => new(GoSmtpMockCommand.Message, "")
    {
        IsGood = octets <= profile.MsgSizeLimit,
        Reply = octets <= profile.MsgSizeLimit ? profile.MsgMsgReceived : profile.MsgMsgSizeIsTooBig,
        Delay = profile.ResponseDelayMessage,
    };

    /// <summary>It is decided and said: keeps it.</summary>
    public void Conclude(GoSmtpMockVerdict verdict, GoSmtpMockDecision decision)
    {
        var (request, isGood, reply) = (verdict.Request, decision.IsGood, decision.Heard ?? decision.Reply);
        switch (verdict.Command)
        {
            case GoSmtpMockCommand.Helo:
                Store();
                Forget();
                HelloName = isGood ? verdict.Subject : null;
                _now = new() { HeloRequest = request, HeloResponse = reply, Helo = isGood };
                break;
            case GoSmtpMockCommand.Mail:
                Store();
                Forget();
                ReversePath = isGood ? verdict.Subject : "";
                _now = _now.OnlyHelo() with { MailfromRequest = request, MailfromResponse = reply, Mailfrom = isGood };
                break;
            case GoSmtpMockCommand.Rcpt:
                ConcludeRcpt(verdict, isGood, reply);
                break;
            case GoSmtpMockCommand.Data:
                _now = _now.UpToRcptto() with { DataRequest = request, DataResponse = reply, Data = isGood };
                break;
            case GoSmtpMockCommand.Message:
                _now = _now with
                {
                    MsgContent = isGood ? decision.Content : default,
                    MsgResponse = reply,
                    Msg = isGood,
                };
                break;
            case GoSmtpMockCommand.Rset:
                ConcludeRset(request, isGood, reply);
                break;
            case GoSmtpMockCommand.Noop:
                _now = _now with { Noop = _now.Noop || isGood };
                break;
            case GoSmtpMockCommand.Quit:
                _now = _now with { QuitSent = _now.QuitSent || isGood };
                break;
            case GoSmtpMockCommand.StartTls when isGood: // RFC 3207 section 4.2: as if nothing had been said.
                Store();
                Forget();
                HelloName = null;
                _now = new();
                break;
        }

        _messages = [.. _stored, _now];
    }

    private GoSmtpMockVerdict WeighHelo(string line)
    {
        var delay = profile.ResponseDelayHelo;
        if (!GoSmtpMockGrammar.TryReadHelo(line, out var name))
            return Bad(GoSmtpMockCommand.Helo, line, profile.MsgInvalidCmdHeloArg, delay);
        if (profile.BlacklistedHeloDomains.Contains(name))
            return Bad(GoSmtpMockCommand.Helo, line, profile.MsgHeloBlacklistedDomain, delay);
        var isExtended = line.StartsWith("EHLO", StringComparison.OrdinalIgnoreCase);
        var reply = isExtended && startTls.IsOffered && !IsSecure
            ? WithStartTls(profile.MsgHeloReceived)
            : profile.MsgHeloReceived;
        return Good(GoSmtpMockCommand.Helo, line, reply, delay, name);
    }

    private GoSmtpMockVerdict WeighMail(string line)
    {
        var delay = profile.ResponseDelayMailfrom;
        if (!_now.Helo)
            return Bad(GoSmtpMockCommand.Mail, line, profile.MsgInvalidCmdMailfromSequence, delay);
        if (!GoSmtpMockGrammar.TryReadAddress(line, "MAIL FROM:", out var address))
            return Bad(GoSmtpMockCommand.Mail, line, profile.MsgInvalidCmdMailfromArg, delay);
        return profile.BlacklistedMailfromEmails.Contains(address)
            ? Bad(GoSmtpMockCommand.Mail, line, profile.MsgMailfromBlacklistedEmail, delay)
            : Good(GoSmtpMockCommand.Mail, line, profile.MsgMailfromReceived, delay, address);
    }

    private GoSmtpMockVerdict WeighRcpt(string line)
    {
        var delay = profile.ResponseDelayRcptto;
        if (!_now.Helo || !_now.Mailfrom)
            return Bad(GoSmtpMockCommand.Rcpt, line, profile.MsgInvalidCmdRcpttoSequence, delay);
        if (!GoSmtpMockGrammar.TryReadAddress(line, "RCPT TO:", out var address))
            return Bad(GoSmtpMockCommand.Rcpt, line, profile.MsgInvalidCmdRcpttoArg, delay);
        if (profile.BlacklistedRcpttoEmails.Contains(address))
            return Bad(GoSmtpMockCommand.Rcpt, line, profile.MsgRcpttoBlacklistedEmail, delay);
        if (profile.NotRegisteredEmails.Contains(address))
            return Bad(GoSmtpMockCommand.Rcpt, line, profile.MsgRcpttoNotRegisteredEmail, delay);
        return _forwardPaths.Count < MostRecipients
            ? Good(GoSmtpMockCommand.Rcpt, line, profile.MsgRcpttoReceived, delay, address)
            : Bad(GoSmtpMockCommand.Rcpt, line, "452 Too many recipients", delay);
    }

    private GoSmtpMockVerdict WeighData(string line)
    {
        var delay = profile.ResponseDelayData;
        if (!_now.Helo || !_now.Mailfrom || !_now.Rcptto)
            return Bad(GoSmtpMockCommand.Data, line, profile.MsgInvalidCmdDataSequence, delay);
        return IsWord(line, "DATA")
            ? Good(GoSmtpMockCommand.Data, line, profile.MsgDataReceived, delay)
            : Bad(GoSmtpMockCommand.Data, line, profile.MsgInvalidCmd, delay);
    }

    private GoSmtpMockVerdict WeighRset(string line)
    {
        var delay = profile.ResponseDelayRset;
        if (!_now.Helo)
            return Bad(GoSmtpMockCommand.Rset, line, profile.MsgInvalidCmdRsetSequence, delay);
        return IsWord(line, "RSET")
            ? Good(GoSmtpMockCommand.Rset, line, profile.MsgRsetReceived, delay)
            : Bad(GoSmtpMockCommand.Rset, line, profile.MsgInvalidCmdRsetArg, delay);
    }

    private void ConcludeRcpt(GoSmtpMockVerdict verdict, bool isGood, string reply)
    {
        var exchange = new GoSmtpMockExchange(verdict.Request, reply);
        var earlier = _now.RcpttoRequestResponse;
        if (isGood)
            _forwardPaths.Add(verdict.Subject);
        _now = profile.MultipleRcptto
            ? _now with
            {
                RcpttoRequestResponse = earlier.Count < MostRecipients ? [.. earlier, exchange] : earlier,
                Rcptto = isGood || earlier.Any(one => one.Response == profile.MsgRcpttoReceived),
            }
            : _now.UpToMailfrom() with { RcpttoRequestResponse = [exchange], Rcptto = isGood };
    }

    private void ConcludeRset(string request, bool isGood, string reply)
    {
        var keeps = profile.MultipleMessageReceiving && _now.IsConsistent;
        _now = (keeps ? _now : _now.OnlyHelo()) with { RsetRequest = request, RsetResponse = reply, Rset = isGood };
        if (!keeps)
            Forget();
    }

    /// <summary>
    /// A finished message is listed for good. go-smtp-mock does so at MAIL after RSET alone, and loses it at any other.
    /// </summary>
    private void Store()
    {
        if (profile.MultipleMessageReceiving && _now.IsConsistent)
            _stored.Add(_now);
    }

    private void Forget()
    {
        ReversePath = "";
        _forwardPaths.Clear();
    }

    private GoSmtpMockVerdict Unknown(string line) =>
        new(GoSmtpMockCommand.Unknown, line) { Reply = profile.MsgInvalidCmd };

    private static GoSmtpMockVerdict Good(
        GoSmtpMockCommand command, string line, string reply, TimeSpan delay, string subject = "") =>
        new(command, line) { IsGood = true, Reply = reply, Delay = delay, Subject = subject };

    private static GoSmtpMockVerdict Bad(GoSmtpMockCommand command, string line, string reply, TimeSpan delay) =>
        new(command, line) { Reply = reply, Delay = delay };

    private static bool IsWord(string line, string word) => line.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>A client looks for STARTTLS behind EHLO. A text that is no reply is left alone.</summary>
    private static string WithStartTls(string reply)
    {
        var last = reply.LastIndexOf('\n') + 1;
        return reply.Length > last + 3 && reply[last + 3] == ' ' && reply.AsSpan(last, 3) is "250"
            ? $"{reply[..(last + 3)]}-{reply[(last + 4)..]}\r\n250 STARTTLS"
            : reply;
    }

    /// <summary>RCPT that are kept of one message: ten times what RFC 5321 section 4.5.3.1.8 asks for.</summary>
    public const int MostRecipients = 1000;
}
