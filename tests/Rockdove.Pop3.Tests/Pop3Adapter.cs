using System.Buffers;
using System.Globalization;
using System.Net;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Pop3.Tests;

/// <summary>Plays transcripts against the POP3 server engine; docs/protocols/pop3.md tells the directives.</summary>
public sealed class Pop3Adapter : IEngineAdapter
{
    private readonly List<byte[]> _messages = [];
    private Pop3ServerEngine _engine = null!;
    private ReadOnlyMemory<byte> _content;
    private bool _fails;
    private int _slices;

    public IServerEngine Create(IReadOnlyList<TranscriptLine> directives)
    {
        var options = new Pop3ProtocolOptions { HostName = "pop.test", Greeting = "POP3", AllowsSecretsInClear = true };
        List<Pop3Extension> extensions = [.. Pop3Extensions.Standard];
        var session = new Pop3Session(IPAddress.Parse("192.0.2.7"), 4025);
        var count = 3;
        foreach (var line in directives)
        {
            var words = line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (line.Word)
            {
                case "extensions":
                    extensions = [.. words.Select(Extension)];
                    break;
                case "also":
                    extensions.AddRange(words.Select(Extension));
                    break;
                case "without":
                    extensions.RemoveAll(extension => words.Contains(extension.Tag));
                    break;
                case "limits":
                    options = options with { Limits = words.Aggregate(options.Limits, Limit) };
                    break;
                case "leniency":
                    options = options with { Leniencies = Enum.Parse<Pop3Leniencies>(string.Join(',', words)) };
                    break;
                case "requires":
                    options = options with { RequiresTls = true };
                    break;
                case "secrets":
                    options = options with { AllowsSecretsInClear = false };
                    break;
                case "maildrop":
                    count = int.Parse(line.Text, CultureInfo.InvariantCulture);
                    break;
                case "message":
                    _messages.Add(line.Octets.ToArray());
                    break;
                case "tls":
                    session.IsSecure = true;
                    break;
                case "certificate":
                    session.CertificateIdentity = line.Text;
                    break;
                default:
                    throw new TranscriptException("(directive)", line.Number, $"a directive, not '{line.Word}'");
            }
        }

        if (_messages.Count == 0)
            _messages.AddRange(Enumerable.Repeat(Message, count));
        var protocol = new Pop3Protocol(options with { Extensions = extensions });
        return _engine = new Pop3ServerEngine(protocol, session);
    }

    public string Describe() => _engine.Question switch
    {
        Pop3ConnectQuestion => $"connect {_engine.Session.ClientAddress}",
        Pop3TlsQuestion => "stls",
        Pop3SecretQuestion secret => $"secret {secret.Mechanism} {secret.Identity}",
        LoginQuestion { Credentials: var who } => $"login {who.Mechanism} {who.Kind} {who.Identity}"
            + (string.IsNullOrEmpty(who.AuthorizationIdentity) ? "" : $" as {who.AuthorizationIdentity}")
            + (who.Secret is null ? "" : $" with '{who.Secret.RevealText()}'"),
        MaildropQuestion maildrop => $"maildrop {maildrop.Identity}",
        RetrieveQuestion { BodyLines: null } retrieve => $"retrieve {retrieve.Number}",
        RetrieveQuestion top => $"top {top.Number} {top.BodyLines}",
        UpdateQuestion update => $"update {string.Join(' ', update.Maildrop.Deleted)}".TrimEnd(),
        var other => $"{other}",
    };

    public void Answer(string answer, IBufferWriter<byte> output)
    {
        if (answer == "default")
            _engine.Answer(null, output);
        else if (answer is "open" or "send" or "send and fail" && _engine.Question is not Pop3SecretQuestion)
            Grant(fails: answer == "send and fail", output);
        else if (_engine.Question is Pop3SecretQuestion && answer[0] is not ('+' or '-'))
            _engine.Provide(answer == "nobody" ? null : new ClearSecret(new Secret(answer)), output);
        else
            _engine.Answer(Pop3Reply.Parse(answer), output);
    }

    public void DefaultAnswer(IBufferWriter<byte> output)
    {
        switch (_engine.Question)
        {
            case Pop3SecretQuestion:
                _engine.Provide(new ClearSecret(new Secret("secret")), output);
                break;
            case LoginQuestion:
                _engine.Answer(Pop3Replies.Authenticated, output);
                break;
            case MaildropQuestion or RetrieveQuestion:
                Grant(fails: false, output);
                break;
            case UpdateQuestion:
                _engine.Answer(Pop3Replies.Bye, output);
                break;
            default:
                _engine.Answer(null, output);
                break;
        }
    }

    /// <summary>Slices of 1 to 7 octets, whose cuts wander through the message.</summary>
    public void Feed(IBufferWriter<byte> output)
    {
        if (_fails && _slices > 0)
        {
            _engine.FailContent();
            return;
        }

        var slice = _content[..Math.Min((_slices++ % 7) + 1, _content.Length)];
        _content = _content[slice.Length..];
        if (slice.IsEmpty || !_engine.WantsContent || !_engine.WriteContent(slice.Span, output))
            _engine.EndContent(output);
    }

    private void Grant(bool fails, IBufferWriter<byte> output)
    {
        if (_engine.Question is RetrieveQuestion retrieve)
        {
            (_content, _fails, _slices) = (_messages[retrieve.Number - 1], fails, 0);
            _engine.BeginContent(output);
        }
        else
        {
            _engine.Open(new ListedMaildrop(_messages), output);
        }
    }

    private static Pop3Extension Extension(string word)
    {
        var parts = word.Split('=', 2);
        return parts[0] switch
        {
            "TOP" => new Top(),
            "UIDL" => new Uidl(),
            "USER" => new User(),
            "PIPELINING" => new Pipelining(),
            "RESP-CODES" => new RespCodes(),
            "AUTH-RESP-CODE" => new AuthRespCode(),
            "UTF8" => new Utf8 { AcceptsUtf8Logins = parts.Length == 1 },
            "LANG" => new Lang(),
            "EXPIRE" => new Expire(parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : null),
            "IMPLEMENTATION" => new Implementation(parts[1]),
            "STLS" => new Stls(),
            "APOP" => new Apop { FillRandom = static octets => octets.Clear() },
            "SASL" => Mechanisms(parts[1].Split(',')),
            _ => throw new TranscriptException("(directive)", 0, $"an extension, not '{word}'"),
        };
    }

    /// <summary>Nonces and the key of salts are zeros, so that an exchange can be written down.</summary>
    private static Sasl Mechanisms(string[] words) =>
        new([.. words.Where(word => word != "delegation").Select(word => SaslMechanisms.Find(word)!)])
        {
            AllowsDelegation = words.Contains("delegation"),
            FillRandom = static octets => octets.Clear(),
            SaltKey = new byte[32],
        };

    private static Pop3Limits Limit(Pop3Limits limits, string setting)
    {
        var parts = setting.Split('=');
        var number = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return parts[0] switch
        {
            "CommandLineBytes" => limits with { CommandLineBytes = number },
            "SaslLineBytes" => limits with { SaslLineBytes = number },
            "DiscardedLineBytes" => limits with { DiscardedLineBytes = number },
            "Mistakes" => limits with { Mistakes = number },
            "MistakesBeforeDelay" => limits with { MistakesBeforeDelay = number },
            "FailedLogins" => limits with { FailedLogins = number },
            "CommandPatience" => limits with { CommandPatience = TimeSpan.FromSeconds(number) },
            _ => throw new TranscriptException("(directive)", 0, $"a limit, not '{parts[0]}'"),
        };
    }

    /// <summary>52 octets, and a body that begins with a dot.</summary>
    private static readonly byte[] Message =
        "Subject: a\r\nFrom: <a@example.org>\r\n\r\n.dot\r\nsecond.\r\n"u8.ToArray();
}
