using System.Buffers;
using System.Globalization;
using System.Net;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

/// <summary>Plays transcripts against the SMTP server engine; docs/protocols/smtp.md tells the directives.</summary>
public sealed class SmtpAdapter : IEngineAdapter
{
    private SmtpServerEngine _engine = null!;

    public IServerEngine Create(IReadOnlyList<TranscriptLine> directives)
    {
        var options = new SmtpProtocolOptions { HostName = "mx.test", Greeting = "ESMTP" };
        List<SmtpExtension> extensions = [.. SmtpExtensions.Standard.Where(extension => extension is not Limits)];
        var session = new SmtpSession(IPAddress.Parse("192.0.2.7"), 4025);
        foreach (var line in directives)
        {
            var words = line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (line.Word)
            {
                case "extensions":
                    extensions = [];
                    foreach (var word in words)
                        Extend(word, extensions, ref options);
                    break;
                case "also":
                    foreach (var word in words)
                        Extend(word, extensions, ref options);
                    break;
                case "auth":
                    extensions.Add(Mechanisms(words));
                    break;
                case "limits":
                    options = options with { Limits = words.Aggregate(options.Limits, Limit) };
                    break;
                case "leniency":
                    options = options with { Leniencies = Enum.Parse<SmtpLeniencies>(string.Join(',', words)) };
                    break;
                case "newlines":
                    options = options with { BareNewlines = Enum.Parse<BareNewlines>(line.Text) };
                    break;
                case "nul":
                    options = options with { KeepsNul = line.Text == "keep" };
                    break;
                case "lmtp":
                    options = options with { IsLmtp = true, Greeting = "LMTP" };
                    break;
                case "requires":
                    options = options with
                    {
                        RequiresTls = words.Contains("tls"),
                        RequiresAuthentication = words.Contains("auth"),
                    };
                    break;
                case "profile":
                    options = options.Imitating(SmtpProfiles.Find(line.Text)!);
                    break;
                case "greeting":
                    options = options with { Texts = options.Texts with { Greeting = line.Text } };
                    break;
                case "hello":
                    options = options with { Texts = options.Texts with { Hello = line.Text } };
                    break;
                case "keywords":
                    options = options with { Texts = options.Texts with { Keywords = words } };
                    break;
                case "text":
                    var texts = options.Texts;
                    options = options with { Texts = texts with { Replies = [.. texts.Replies, Text(line.Text)] } };
                    break;
                case "asks":
                    options = options with { AsksEveryCommand = true };
                    break;
                case "tls":
                    session.IsSecure = true;
                    break;
                case "trusted":
                    session = new SmtpSession(session.ClientAddress, session.ClientPort) { IsTrustedPeer = true };
                    break;
                case "certificate":
                    session.CertificateIdentity = line.Text;
                    break;
                default:
                    throw new TranscriptException("(directive)", line.Number, $"a directive, not '{line.Word}'");
            }
        }

        var protocol = new SmtpProtocol(options with { Extensions = extensions });
        return _engine = new SmtpServerEngine(protocol, session);
    }

    public string Describe() => _engine.Question switch
    {
        ConnectQuestion => $"connect {_engine.Session.ClientAddress}",
        CommandQuestion command => $"command {command.Verb} {command.Argument}".TrimEnd(),
        HelloQuestion hello => $"hello {hello.Verb} {hello.Name}",
        StartTlsQuestion => "starttls",
        SecretQuestion secret => $"secret {secret.Mechanism} {secret.Identity}",
        AuthQuestion { Credentials: var who } => $"auth {who.Mechanism} {who.Kind} {who.Identity}"
            + (string.IsNullOrEmpty(who.AuthorizationIdentity) ? "" : $" as {who.AuthorizationIdentity}")
            + (who.Secret is null ? "" : $" with {who.Secret.RevealText()}"),
        MailQuestion mail => $"mail {mail.Sender}{Facts(mail.Sender)}",
        RecipientQuestion { Recipient: var recipient } => $"rcpt {recipient}{Facts(recipient)}",
        DataQuestion data => $"data {string.Join(' ', data.Envelope.Recipients)}".TrimEnd(),
        MessageQuestion message => $"message {message.MessageBytes}",
        VerifyQuestion verify => $"verify {verify.Argument}",
        ExpandQuestion expand => $"expand {expand.Argument}",
        var other => $"{other}",
    };

    public void Answer(string answer, IBufferWriter<byte> output)
    {
        if (answer == "default")
            _engine.Answer(null, output);
        else if (_engine.Question is SecretQuestion && !char.IsAsciiDigit(answer[0]))
            _engine.Provide(answer == "nobody" ? null : new ClearSecret(new Secret(answer)), output);
        else if (_engine.Question is CommandQuestion && answer == "go on")
            _engine.Answer(null, output);
        else if (answer.Contains('\n', StringComparison.Ordinal) && _engine.Question is MessageQuestion)
            _engine.AnswerEach([.. answer.Split('\n').Select(SmtpReply.Parse)], output);
        else
            _engine.Answer(SmtpReply.Parse(answer), output);
    }

    public void DefaultAnswer(IBufferWriter<byte> output)
    {
        if (_engine.Question is SecretQuestion)
            _engine.Provide(new ClearSecret(new Secret("secret")), output);
        else
            _engine.Answer(_engine.Question is AuthQuestion ? SmtpReplies.Authenticated : null, output);
    }

    private static string Facts(EnvelopePart part)
    {
        List<string> facts = [];
        if (part is Sender { Body: not BodyType.Unspecified } sender)
            facts.Add($"body={sender.Body}");
        if (part is Sender { IsSmtpUtf8: true })
            facts.Add("smtputf8");
        if (part.Get<DeclaredSize>() is { } size)
            facts.Add($"size={size.MessageBytes}");
        if (part.Get<DsnReturn>() is { } ret)
            facts.Add(ret.IsFull ? "ret=full" : "ret=hdrs");
        if (part.Get<DsnEnvelopeId>() is { } envid)
            facts.Add($"envid={envid.Id}");
        if (part.Get<DsnNotify>() is { } notify)
            facts.Add($"notify={notify.Events}".Replace(", ", ",", StringComparison.Ordinal));
        if (part.Get<DsnOriginalRecipient>() is { } orcpt)
            facts.Add($"orcpt={orcpt.Type};{orcpt.Address}");
        if (part.Get<Submitter>() is { } submitter)
            facts.Add($"auth={submitter.Address}");
        if (part.Get<RequiresTlsOnward>() is not null)
            facts.Add("requiretls");
        return string.Concat(facts.Select(fact => " " + fact));
    }

    private static void Extend(string word, List<SmtpExtension> extensions, ref SmtpProtocolOptions options)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var keyword = equals < 0 ? word : word[..equals];
        if (keyword == "SIZE" && equals > 0)
            options = options with { Limits = Limit(options.Limits, $"MessageBytes={word[(equals + 1)..]}") };
        if (keyword == "AUTH")
        {
            extensions.Add(Mechanisms(["clear", .. word[(equals + 1)..].Split(',')]));
            return;
        }

        extensions.Add(keyword switch
        {
            "PIPELINING" => new Pipelining(),
            "SIZE" => new Size(),
            "8BITMIME" => new EightBitMime(),
            "SMTPUTF8" => new SmtpUtf8(),
            "ENHANCEDSTATUSCODES" => new EnhancedStatusCodes(),
            "CHUNKING" => new Chunking(),
            "BINARYMIME" => new BinaryMime(),
            "DSN" => new DeliveryStatus(),
            "LIMITS" => new Limits(),
            "STARTTLS" => new StartTls(),
            "REQUIRETLS" => new RequireTls(),
            "XCLIENT" => new XClient(),
            _ => throw new TranscriptException("(directive)", 0, $"an extension, not '{word}'"),
        });
    }

    /// <summary>Nonces and the key of salts are zeros, so that an exchange can be written down.</summary>
    private static Auth Mechanisms(string[] words) =>
        new([.. words.Where(word => word is not ("clear" or "delegation")).Select(word => SaslMechanisms.Find(word)!)])
        {
            AllowsSecretsInClear = words.Contains("clear"),
            AllowsDelegation = words.Contains("delegation"),
            FillRandom = static octets => octets.Clear(),
            SaltKey = new byte[32],
        };

    /// <summary><c>UnknownCommand 500 What?</c>, or <c>VRFY:CannotVerify 502 No</c> for one verb.</summary>
    private static SmtpText Text(string setting)
    {
        var parts = setting.Split(' ', 2);
        var names = parts[0].Split(':');
        var reply = (SmtpReply)typeof(SmtpReplies).GetField(names[^1])!.GetValue(null)!;
        return new SmtpText(reply, parts[1].Replace("\\n", "\n", StringComparison.Ordinal))
        {
            Verb = names.Length > 1 ? names[0] : null,
        };
    }

    private static SmtpLimits Limit(SmtpLimits limits, string setting)
    {
        var parts = setting.Split('=');
        var number = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return parts[0] switch
        {
            "CommandLineBytes" => limits with { CommandLineBytes = number },
            "SaslLineBytes" => limits with { SaslLineBytes = number },
            "DiscardedLineBytes" => limits with { DiscardedLineBytes = number },
            "MessageBytes" => limits with { MessageBytes = number },
            "DiscardedMessageBytes" => limits with { DiscardedMessageBytes = number },
            "ContentLineBytes" => limits with { ContentLineBytes = number },
            "Recipients" => limits with { Recipients = number },
            "Transactions" => limits with { Transactions = number },
            "Mistakes" => limits with { Mistakes = number },
            "MistakesBeforeDelay" => limits with { MistakesBeforeDelay = number },
            "CommandPatience" => limits with { CommandPatience = TimeSpan.FromSeconds(number) },
            "ContentPatience" => limits with { ContentPatience = TimeSpan.FromSeconds(number) },
            "FailedAuthentications" => limits with { FailedAuthentications = number },
            _ => throw new TranscriptException("(directive)", 0, $"a limit, not '{parts[0]}'"),
        };
    }
}
