using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

/// <summary>
/// Plays the server to a client engine. A story is told several times: the server's bytes whole, one at a time, and cut
/// at random; so is the content. The client has to say the same each time.
/// </summary>
internal sealed class Conversation(SmtpClientOptions options, Cut cut)
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly List<byte[]> _unread = [];

    public SmtpClientEngine Engine { get; } = new(options);

    public SmtpClientStep Step { get; private set; }

    public static SmtpClientOptions Options { get; } = new() { HelloName = "c.example", Tls = SmtpTlsPolicy.Never };

    public static void Play(Action<Conversation> story) => Play(Options, story);

    public static void Play(SmtpClientOptions options, Action<Conversation> story)
    {
        foreach (var cut in Cut.All())
        {
            var conversation = new Conversation(options, cut);
            conversation.Pump();
            story(conversation);
        }
    }

    /// <summary>A greeting, and an EHLO reply that offers these.</summary>
    public void Open(params string[] capabilities)
    {
        Server("220 mx.test ESMTP");
        Client("EHLO c.example");
        Offer(capabilities);
        Is(SmtpClientStepKind.Ready);
    }

    public void Offer(params string[] capabilities)
    {
        string[] lines = ["mx.test", .. capabilities];
        Server([.. lines.Select((line, i) => (i == lines.Length - 1 ? "250 " : "250-") + line)]);
    }

    /// <summary>The server says these lines.</summary>
    public void Server(params string[] lines) => Raw(string.Concat(lines.Select(line => line + "\r\n")));

    public void Raw(string text)
    {
        foreach (var piece in cut.Pieces(Encoding.Latin1.GetBytes(text)))
        {
            _unread.Add(piece);
            Pump();
        }
    }

    /// <summary>The client must have said these lines since it was last asked, and nothing else.</summary>
    public void Client(params string[] lines) =>
        Assert.Equal(string.Concat(lines.Select(line => line + "\r\n")), TakeOutput());

    public string TakeOutput()
    {
        var text = Encoding.UTF8.GetString(_output.WrittenSpan);
        _output.ResetWrittenCount();
        return text;
    }

    /// <summary>Puts back the rest of what was taken.</summary>
    public void PutBack(string text) => _output.Write(Encoding.UTF8.GetBytes(text));

    public void Is(SmtpClientStepKind kind) => Assert.Equal(kind, Step.Kind);

    public SmtpTransaction Begin(OutgoingEnvelope envelope)
    {
        var transaction = Engine.Begin(envelope);
        Pump();
        return transaction;
    }

    /// <summary>Sends content for as long as the engine takes it; says how much it took.</summary>
    public int Content(string text, bool force = false)
    {
        var sent = 0;
        byte[][] pieces = [.. cut.Pieces(Encoding.Latin1.GetBytes(text)), []];
        for (var i = 0; i < pieces.Length && (force || Step.Kind == SmtpClientStepKind.SendContent); i++)
        {
            Engine.WriteContent(pieces[i], i == pieces.Length - 1, _output);
            sent += pieces[i].Length;
            Pump();
        }

        return sent;
    }

    /// <summary>One piece of content that does not end it.</summary>
    public void Piece(string text)
    {
        Engine.WriteContent(Encoding.Latin1.GetBytes(text), isLast: false, _output);
        Pump();
    }

    public void Signal(Signal signal)
    {
        Engine.Signal(signal);
        Pump();
    }

    public void Do(Action<SmtpClientEngine> action)
    {
        action(Engine);
        Pump();
    }

    public SmtpClientFailure Fails(SmtpClientPhase phase, SmtpClientFailureCause cause)
    {
        Is(SmtpClientStepKind.Failed);
        var failure = Engine.Failure;
        Assert.NotNull(failure);
        Assert.Equal((phase, cause), (failure.Phase, failure.Cause));
        return failure;
    }

    public void Pump()
    {
        var reader = new SequenceReader<byte>(Segment.Join(_unread));
        Step = Engine.Advance(ref reader, _output);
        for (var consumed = reader.Consumed; consumed > 0;)
        {
            var first = _unread[0];
            var taken = (int)Math.Min(consumed, first.Length);
            consumed -= taken;
            if (taken == first.Length)
                _unread.RemoveAt(0);
            else
                _unread[0] = first[taken..];
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        private Segment(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }

        public static ReadOnlySequence<byte> Join(List<byte[]> pieces)
        {
            if (pieces.Count == 0)
                return default;
            var first = new Segment(pieces[0], 0);
            var last = first;
            foreach (var piece in pieces.Skip(1))
            {
                var next = new Segment(piece, last.RunningIndex + last.Memory.Length);
                last.Next = next;
                last = next;
            }

            return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
        }
    }
}

/// <summary>A way to cut bytes: whole, into single ones, or at random by a seed.</summary>
internal sealed class Cut(int? seed, bool isWhole)
{
    private readonly Random _random = new(seed ?? 0);

    public static IEnumerable<Cut> All() =>
    [
        new Cut(null, isWhole: true),
        new Cut(null, isWhole: false),
        .. Enumerable.Range(1, 6).Select(seed => new Cut(seed, isWhole: false)),
    ];

    public IEnumerable<byte[]> Pieces(byte[] octets)
    {
        for (var at = 0; at < octets.Length;)
        {
            var length = isWhole ? octets.Length
                : seed is null ? 1
                : Math.Min(_random.Next(1, 12), octets.Length - at);
            yield return octets[at..(at + length)];
            at += length;
        }
    }
}
