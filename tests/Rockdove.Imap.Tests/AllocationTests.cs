using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Imap.Tests;

/// <summary>What the engine allocates by itself: what outlives the buffer, and nothing else.</summary>
public class AllocationTests(ITestOutputHelper console)
{
    [Theory]
    [InlineData("NOOP")]
    [InlineData("XYZZY what is this")]
    [InlineData("NOOP x")]
    [InlineData("FETCH 1 FLAGS")]
    public void A_command_without_a_question_allocates_nothing(string command)
    {
        var bench = new Bench();
        var hundred = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"a {command}\r\n", 100)));

        var bytes = Allocated(() => bench.Take(hundred));

        Assert.Equal(100, bench.Lines);
        Assert.Equal(0, bytes);
    }

    [Fact]
    public void An_octet_of_an_appended_message_allocates_nothing()
    {
        var bench = new Bench();
        var one = Append(1024 * 1024);
        var two = Append(2 * 1024 * 1024);

        var forOne = Allocated(() => bench.Take(one));
        Assert.Equal(1024 * 1024, bench.ContentBytes);
        var forTwo = Allocated(() => bench.Take(two));
        Assert.Equal(2 * 1024 * 1024, bench.ContentBytes);

        console.WriteLine($"an APPEND: {forOne} bytes");
        Assert.Equal(forOne, forTwo);
    }

    [Fact]
    public void An_octet_of_a_fetched_message_allocates_nothing()
    {
        var bench = new Bench();
        bench.Select(new MailboxView([1]));
        var fetch = "a FETCH 1 BODY.PEEK[]\r\n"u8.ToArray();

        bench.Slices = 16;
        var some = Allocated(() => bench.Take(fetch));
        bench.Slices = 1024;
        var many = Allocated(() => bench.Take(fetch));

        console.WriteLine($"a FETCH: {some} bytes");
        Assert.Equal(some, many);
    }

    private static byte[] Append(int octets) =>
        Encoding.ASCII.GetBytes($"a APPEND INBOX {{{octets}}}\r\n{new string('x', octets)}\r\n");

    /// <summary>The least of some rounds: by then all that is made once has been made.</summary>
    private static long Allocated(Action action)
    {
        var bytes = long.MaxValue;
        for (var round = 0; round < 8; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return bytes;
    }

    /// <summary>A host that keeps nothing and allocates nothing.</summary>
    private sealed class Bench : IBufferWriter<byte>
    {
        private static readonly byte[] Slice = new byte[4096];

        private readonly ImapServerEngine _engine;
        private readonly byte[] _output = new byte[64 * 1024];

        public Bench()
        {
            var limits = new ImapLimits { Mistakes = int.MaxValue };
            _engine = new ImapServerEngine(
                new ImapProtocol(Session.Options with { Limits = limits }),
                new ImapSession { Phase = ImapPhase.Authenticated });
        }

        public int Lines { get; private set; }

        public long ContentBytes { get; private set; }

        /// <summary>How many slices of 4 KiB a message has.</summary>
        public int Slices { get; set; }

        public void Select(MailboxView view)
        {
            _engine.Ask(new SelectQuestion("INBOX", false));
            _engine.Open(new OpenedMailbox { View = view, UidValidity = 1, UidNext = 2 }, this);
        }

        public void Take(byte[] octets)
        {
            Lines = 0;
            ContentBytes = 0;
            var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(octets));
            while (_engine.Advance(ref reader, this) is var step && step.Kind != StepKind.NeedInput)
            {
                ContentBytes += step.Content.Length;
                if (step.Kind == StepKind.Ask)
                    Answer();
            }
        }

        public void Advance(int count) => Lines += _output.AsSpan(0, count).Count((byte)'\n');

        public Memory<byte> GetMemory(int sizeHint = 0) => _output;

        public Span<byte> GetSpan(int sizeHint = 0) => _output;

        private void Answer()
        {
            if (_engine.Question is FetchQuestion fetch)
            {
                var data = _engine.Data(this);
                data.BeginFetch(1);
                data.BeginContent(fetch.Items[0], (long)Slices * Slice.Length);
                for (var i = 0; i < Slices; i++)
                    data.Content(Slice);
                data.EndContent();
                data.EndFetch();
            }

            _engine.Answer(ImapReplies.Completed, this);
        }
    }
}
