using System.Buffers;
using System.Globalization;
using System.Net;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Imap.Tests;

/// <summary>Plays transcripts against the IMAP server engine; docs/protocols/imap.md tells the directives.</summary>
public sealed class ImapAdapter : IEngineAdapter
{
    private readonly Dictionary<string, FakeMailbox> _mailboxes = new(StringComparer.Ordinal);
    private ImapServerEngine _engine = null!;
    private FakeHost _host = null!;

    public IServerEngine Create(IReadOnlyList<TranscriptLine> directives)
    {
        var session = new ImapSession(IPAddress.Parse("192.0.2.7"), 4143);
        var options = new ImapProtocolOptions
        {
            HostName = "imap.test",
            Greeting = "ready",
            AllowsSecretsInClear = true,
            FillRandom = static octets => octets.Clear(),
            SaltKey = new byte[32],
        };
        _mailboxes["INBOX"] = new FakeMailbox("INBOX");
        var selects = false;
        foreach (var line in directives)
        {
            var words = line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (line.Word)
            {
                case "inbox": // ! inbox 3 5 9: the UIDs of the messages that are there
                    foreach (var uid in words)
                        _mailboxes["INBOX"].Add(FakeMessage.Plain(uint.Parse(uid, CultureInfo.InvariantCulture)));
                    break;
                case "mailboxes":
                    foreach (var name in words)
                        _mailboxes[name] = new FakeMailbox(name);
                    break;
                case "secrets":
                    options = options with { AllowsSecretsInClear = line.Text == "in clear" };
                    break;
                case "auth":
                    options = options with { Mechanisms = [.. words.Select(word => SaslMechanisms.Find(word)!)] };
                    break;
                case "delegation":
                    options = options with { AllowsDelegation = true };
                    break;
                case "conversation": // ! conversation: INBOX has four messages, of which three are one
                    _mailboxes["INBOX"].AddConversation();
                    break;
                case "also":
                    options = options with { Extensions = [.. options.Extensions, .. words.Select(Extension)] };
                    break;
                case "without":
                    options = options with
                    {
                        Extensions = [.. options.Extensions.Where(known => !words.Contains(known.Capability))],
                    };
                    break;
                case "extensions":
                    options = options with { Extensions = [.. words.Select(Extension)] };
                    break;
                case "leniency":
                    options = options with { Leniencies = Enum.Parse<ImapLeniencies>(string.Join(',', words)) };
                    break;
                case "limits":
                    options = options with { Limits = words.Aggregate(options.Limits, Limit) };
                    break;
                case "logged-in" or "selected":
                    session.Phase = ImapPhase.Authenticated;
                    session.Identity = "ann";
                    selects = line.Word == "selected";
                    break;
                case "tls":
                    session.IsSecure = true;
                    break;
                default:
                    throw new TranscriptException("(directive)", line.Number, $"a directive, not '{line.Word}'");
            }
        }

        _engine = new ImapServerEngine(new ImapProtocol(options), session);
        _host = new FakeHost(_engine, _mailboxes);
        if (selects)
            _host.SelectSilently("INBOX");
        return new ContentTap(_engine, _host);
    }

    public string Describe() => QuestionText.Of(_engine);

    public void Answer(string answer, IBufferWriter<byte> output)
    {
        switch (_engine.Question, answer)
        {
            case (SecretQuestion, "nobody"):
                _engine.Provide(null, output);
                break;
            case (_, "default"):
                _engine.Answer(null, output);
                break;
            case (FetchQuestion fetch, "half a response"):
                _engine.Data(output).BeginFetch(fetch.Messages.First());
                _engine.Answer(null, output);
                break;
            case (_, "half a line"):
                _engine.Data(output).BeginLine("XLINE").OpenList();
                _engine.Answer(null, output);
                break;
            case (_, "progress"):
                Progress(output);
                break;
            case (_, "fake"):
                _host.Answer(output);
                break;
            default:
                _engine.Answer(Reply(answer), output);
                break;
        }
    }

    public void DefaultAnswer(IBufferWriter<byte> output) => _host.Answer(output);

    /// <summary>Somebody else changes INBOX, and the session hears that something did.</summary>
    public bool TryPerform(TranscriptLine directive, IBufferWriter<byte> output)
    {
        var inbox = _mailboxes["INBOX"];
        var words = directive.Text.Split(' ');
        _ = uint.TryParse(words[0], CultureInfo.InvariantCulture, out var uid);
        switch (directive.Word)
        {
            case "arrives-in": // ! arrives-in a 5
                _mailboxes[words[0]].Add(FakeMessage.Plain(uint.Parse(words[1], CultureInfo.InvariantCulture)));
                break;
            case "appears": // ! appears b
                _mailboxes[words[0]] = new FakeMailbox(words[0]);
                break;
            case "arrives":
                inbox.Add(FakeMessage.Plain(uid));
                break;
            case "gone":
                inbox.Remove(uid);
                break;
            case "flags":
                var reader = new ImapReader(System.Text.Encoding.ASCII.GetBytes($"({string.Join(' ', words[1..])})"));
                ImapFlags.TryReadList(ref reader, 10, out var flags);
                inbox.SetFlags(inbox.Find(uid)!, flags);
                break;
            default:
                return false;
        }

        _engine.Signal(Signal.Changed, output);
        return true;
    }

    /// <summary>A host that tells how far it is, in every form there is.</summary>
    private void Progress(IBufferWriter<byte> output)
    {
        _engine.TellProgress(null, null, output);
        _engine.TellProgress(5, null, output);
        _engine.TellProgress(null, 10, output);
        _engine.TellProgress(9, 10, output);
        _host.Answer(output);
    }

    private static ImapReply Reply(string text)
    {
        var condition = text.Split(' ')[0];
        var rest = text[(condition.Length + 1)..];
        string? code = null;
        if (rest.StartsWith('['))
        {
            code = rest[1..rest.IndexOf(']', StringComparison.Ordinal)];
            rest = rest[(code.Length + 3)..];
        }

        return new ImapReply(Enum.Parse<ImapCondition>(condition, ignoreCase: true), code, rest);
    }

    private static ImapExtension Extension(string word) => word switch
    {
        "STARTTLS" => new StartTls(),
        "LITERAL+" => new LiteralPlus(),
        "COMPRESS=DEFLATE" => new Compress(),
        "QUOTASET" => new Quota(["STORAGE", "MESSAGE"], canBeSet: true),
        _ => ImapExtensions.Standard.Concat(ImapExtensions.ForHandlers)
                .FirstOrDefault(known => known.Capability == word)
            ?? throw new TranscriptException("(directive)", 0, $"an extension, not '{word}'"),
    };

    private static ImapLimits Limit(ImapLimits limits, string setting)
    {
        var parts = setting.Split('=');
        var number = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return parts[0] switch
        {
            "CommandBytes" => limits with { CommandBytes = number },
            "CommandWithLiteralsBytes" => limits with { CommandWithLiteralsBytes = number },
            "LiteralBytes" => limits with { LiteralBytes = number },
            "LiteralBytesBeforeLogin" => limits with { LiteralBytesBeforeLogin = number },
            "UninvitedLiteralBytes" => limits with { UninvitedLiteralBytes = number },
            "Literals" => limits with { Literals = number },
            "DiscardedBytes" => limits with { DiscardedBytes = number },
            "MessageBytes" => limits with { MessageBytes = number },
            "TagBytes" => limits with { TagBytes = number },
            "MailboxNameBytes" => limits with { MailboxNameBytes = number },
            "SetRanges" => limits with { SetRanges = number },
            "Keywords" => limits with { Keywords = number },
            "FetchItems" => limits with { FetchItems = number },
            "PartDepth" => limits with { PartDepth = number },
            "HeaderFields" => limits with { HeaderFields = number },
            "SearchDepth" => limits with { SearchDepth = number },
            "SearchKeys" => limits with { SearchKeys = number },
            "AppendMessages" => limits with { AppendMessages = number },
            "SortCriteria" => limits with { SortCriteria = number },
            "MetadataEntries" => limits with { MetadataEntries = number },
            "QuotaResources" => limits with { QuotaResources = number },
            "NotifyMailboxes" => limits with { NotifyMailboxes = number },
            "Patterns" => limits with { Patterns = number },
            "SaslLineBytes" => limits with { SaslLineBytes = number },
            "Mistakes" => limits with { Mistakes = number },
            "MistakesBeforeLogin" => limits with { MistakesBeforeLogin = number },
            "FailedLogins" => limits with { FailedLogins = number },
            _ => throw new TranscriptException("(directive)", 0, $"a limit, not '{parts[0]}'"),
        };
    }

    /// <summary>The player compares content; the host that keeps messages must see it too.</summary>
    private sealed class ContentTap(ImapServerEngine engine, FakeHost host) : IServerEngine
    {
        public void Start(IBufferWriter<byte> output) => engine.Start(output);

        public Step Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output)
        {
            var step = engine.Advance(ref input, output);
            if (step.Kind == StepKind.Content)
                host.Take(step.Content.Span);
            return step;
        }

        public void Signal(Signal signal, IBufferWriter<byte> output) => engine.Signal(signal, output);
    }
}
