using System.Buffers;
using System.Text;
using Rockdove.Imap;
using Rockdove.Imap.Tests;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Fuzz;

/// <summary>
/// What is true of both IMAP engines for every input: they throw nothing, say the same for every cut, hold no more than
/// they may, come to rest, and end what they say with a line end.
/// </summary>
internal static class ImapInvariants
{
    /// <summary>Gives the octets to a server; what it said, for the novelty.</summary>
    public static byte[] CheckServer(byte[] octets, int seed)
    {
        var whole = new ServerRun(seed);
        var said = whole.Take([octets]);
        var cut = new ServerRun(seed);
        var saidInPieces = cut.Take(ByteCutter.Random(octets, new Random(seed)));
        Same(said, saidInPieces);
        Holds(whole.IsOver == cut.IsOver, "whether it ends depends on the cuts");
        Holds(
            cut.IsOver || cut.MostUnread <= Limits.CommandWithLiteralsBytes + 96,
            $"{cut.MostUnread} octets are held");
        Holds(said.Length == 0 || said.AsSpan().EndsWith("\r\n"u8), "a response has no end");
        return said;
    }

    /// <summary>Gives the octets to a client, as the words of a server; what it made of them.</summary>
    public static byte[] CheckClient(byte[] octets, int seed)
    {
        var whole = ClientRun(seed, [octets]);
        Same(whole, ClientRun(seed, ByteCutter.Random(octets, new Random(seed))));
        return whole;
    }

    /// <summary>Bounds that a short input reaches.</summary>
    public static ImapLimits Limits { get; } = new()
    {
        CommandBytes = 1000,
        CommandWithLiteralsBytes = 1500,
        LiteralBytes = 200,
        DiscardedBytes = 400,
        SaslLineBytes = 256,
        TagBytes = 16,
        MistakesBeforeLogin = 20,
        Mistakes = 100,
        MessageBytes = 300,
        SearchDepth = 5,
    };

    public static ImapProtocolOptions Options(int seed) => new()
    {
        HostName = "imap.test",
        AllowsSecretsInClear = seed % 5 > 0,
        Mechanisms = SaslMechanisms.All,
        FillRandom = static octets => octets.Clear(),
        SaltKey = new byte[32],
        Limits = Limits,
        Leniencies = seed % 7 == 0 ? ImapLeniencies.BareLineFeed | ImapLeniencies.TrailingSpace : default,
        Extensions = seed % 3 == 0
            ? ImapExtensions.Standard
            : [.. ImapExtensions.Standard, .. ImapExtensions.ForHandlers, new StartTls(), new Compress()],
    };

    public static Dictionary<string, FakeMailbox> Mailboxes()
    {
        var inbox = new FakeMailbox("INBOX");
        inbox.AddConversation();
        return new(StringComparer.Ordinal) { ["INBOX"] = inbox, ["a"] = new("a"), ["Grüße"] = new("Grüße") };
    }

    private static readonly SaslLogin Ann = new()
    {
        UserName = "ann",
        Password = new Secret("secret"),
        FillRandom = static octets => octets.Clear(),
    };

    private static byte[] ClientRun(int seed, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var client = new ImapClientEngine(new ImapClientOptions
        {
            Login = seed % 2 == 0 ? Ann : null,
            Tls = ImapClientTls.IfOffered,
            RevealSecretsInClear = true,
            Limits = new ImapResponseLimits
            {
                LineBytes = 500, LiteralBytes = 100, ResponseBytes = 1000, ContentBytes = 200, Depth = 8, Values = 100,
            },
        });
        var output = new ArrayBufferWriter<byte>();
        var unread = new PoisonedOctets();
        foreach (var piece in pieces)
        {
            unread.Append(piece);
            var reader = new SequenceReader<byte>(unread.Sequence);
            for (var rest = false; !rest;)
            {
                var step = client.Advance(ref reader, output);
                switch (step.Kind)
                {
                    case ImapClientStepKind.Response:
                        output.Write(Encoding.ASCII.GetBytes(step.Response!.GetType().Name + "\r\n"));
                        break;
                    case ImapClientStepKind.Content:
                        output.Write(step.Content.Span);
                        break;
                    case ImapClientStepKind.Ready:
                        // No APPEND: whether its message is fed before an answer comes is a matter of time.
                        client.Send(ImapCommand.Search().Atoms("TEXT").String("\r"));
                        break;
                    default:
                        rest = true;
                        break;
                }
            }

            unread.Consume(reader.Consumed);
        }

        output.Write(Encoding.UTF8.GetBytes($"{client.Failure?.Cause} {client.Failure?.Explanation}\r\n"));
        return output.WrittenSpan.ToArray();
    }

    private static void Same(byte[] whole, byte[] pieces) => Holds(
        whole.AsSpan().SequenceEqual(pieces),
        $"output depends on the cuts: whole\n{Encoding.UTF8.GetString(whole)}\nand in pieces\n"
        + Encoding.UTF8.GetString(pieces));

    private static void Holds(bool condition, string what)
    {
        if (!condition)
            throw new InvariantBrokenException(what);
    }

    private sealed class ServerRun
    {
        private readonly ArrayBufferWriter<byte> _output = new();
        private readonly PoisonedOctets _unread = new();
        private readonly ImapServerEngine _engine;
        private readonly FakeHost _host;

        public ServerRun(int seed)
        {
            _engine = new ImapServerEngine(new ImapProtocol(Options(seed)), new ImapSession());
            _host = new FakeHost(_engine, Mailboxes());
            _engine.Start(_output);
            if (seed % 4 > 0)
                Take(["s LOGIN a b\r\n"u8.ToArray()]);
            if (seed % 4 > 1)
                Take(["s SELECT INBOX\r\n"u8.ToArray()]);
        }

        public bool IsOver { get; private set; }

        public long MostUnread { get; private set; }

        public byte[] Take(IEnumerable<ReadOnlyMemory<byte>> pieces)
        {
            _output.ResetWrittenCount();
            foreach (var piece in pieces)
            {
                _unread.Append(piece);
                Pump();
                MostUnread = Math.Max(MostUnread, _unread.Length);
            }

            return _output.WrittenSpan.ToArray();
        }

        private void Pump()
        {
            var reader = new SequenceReader<byte>(_unread.Sequence);
            for (var steps = 0; !IsOver; steps++)
            {
                Holds(steps < 100_000, "the engine does not come to rest");
                var step = _engine.Advance(ref reader, _output);
                if (step.Kind == StepKind.NeedInput)
                    break;
                if (step.Kind == StepKind.Ask)
                    _host.Answer(_output);
                else if (step.Kind == StepKind.Content)
                    _host.Take(step.Content.Span);
                else
                    IsOver = true;
            }

            _unread.Consume(reader.Consumed);
        }
    }
}
