using System.Buffers;
using System.Globalization;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Pop3.Tests;

/// <summary>What is large goes out in steps, and lies in memory nowhere.</summary>
public class LargeAnswerTests
{
    [Fact]
    public void A_message_of_a_gigabyte_costs_no_memory()
    {
        const long Gigabyte = 1L << 30;
        var engine = LoggedIn(new CountedMaildrop(1, Gigabyte));
        var output = new CountingWriter();
        Assert.Equal(StepKind.Ask, Advance(engine, "RETR 1\r\n", output));
        engine.BeginContent(output);
        var slice = new byte[64 * 1024];
        slice.AsSpan().Fill((byte)'.');
        "\r\n"u8.CopyTo(slice.AsSpan(slice.Length - 2));
        engine.WriteContent(slice, output); // Once, so that what is made once has been made.

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var sent = slice.Length; sent < Gigabyte; sent += slice.Length)
        {
            var nothing = default(SequenceReader<byte>);
            Assert.True(engine.Advance(ref nothing, output).Kind == StepKind.Feed);
            Assert.True(engine.WriteContent(slice, output));
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        engine.EndContent(output);
        Assert.True(allocated < 1024, $"{allocated} octets were allocated.");
        var dots = Gigabyte / slice.Length;
        Assert.Equal("+OK 1073741824 octets\r\n".Length + Gigabyte + dots + ".\r\n".Length, output.Bytes);
    }

    [Theory]
    [InlineData("LIST\r\n", 100_000)]
    [InlineData("UIDL\r\n", 100_000)]
    [InlineData("LIST\r\n", 0)]
    [InlineData("UIDL\r\n", 1)]
    public void A_listing_goes_out_in_batches(string command, int messages)
    {
        var engine = LoggedIn(new CountedMaildrop(messages, 1000));
        var output = new ArrayBufferWriter<byte>();
        var text = new StringBuilder();
        var kind = Advance(engine, command, output);
        while (kind == StepKind.Flush)
        {
            Assert.InRange(output.WrittenCount, 1, 17 * 1024);
            text.Append(Encoding.ASCII.GetString(output.WrittenSpan));
            output.ResetWrittenCount();
            kind = Advance(engine, "", output);
        }

        Assert.Equal(StepKind.NeedInput, kind);
        Assert.Equal(0, output.WrittenCount);
        var lines = text.ToString().Split("\r\n");
        Assert.Equal(messages + 3, lines.Length);
        Assert.StartsWith("+OK ", lines[0], StringComparison.Ordinal);
        Assert.Equal(".", lines[^2]);
        var value = command == "LIST\r\n" ? "1000" : "uid";
        Assert.All(lines[1..^2].Index(), line => Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"{line.Index + 1} {value}"), line.Item));
    }

    [Fact]
    public void The_end_of_top_is_known_before_the_message_is_read()
    {
        var engine = LoggedIn(new CountedMaildrop(1, 1L << 40));
        var output = new ArrayBufferWriter<byte>();
        Advance(engine, "TOP 1 2\r\n", output);
        engine.BeginContent(output);
        output.ResetWrittenCount();
        Assert.True(engine.WriteContent("a: b\r\n\r\n1\r\n2"u8, output));
        Assert.True(engine.WantsContent);
        Assert.False(engine.WriteContent("\r\n3\r\n4\r\n"u8, output));
        Assert.False(engine.WantsContent);
        engine.EndContent(output);
        Assert.Equal("a: b\r\n\r\n1\r\n2\r\n.\r\n", Encoding.ASCII.GetString(output.WrittenSpan));
        Assert.Equal(StepKind.NeedInput, Advance(engine, "", output));
    }

    [Fact]
    public void Answers_out_of_turn_are_refused()
    {
        var output = new ArrayBufferWriter<byte>();
        var engine = LoggedIn(new CountedMaildrop(1, 10));
        Assert.Throws<InvalidOperationException>(() => engine.Answer(null, output));
        Assert.Throws<InvalidOperationException>(() => engine.BeginContent(output));
        Assert.Throws<InvalidOperationException>(() => engine.WriteContent([], output));
        Assert.Throws<InvalidOperationException>(() => engine.EndContent(output));
        Assert.Throws<InvalidOperationException>(engine.FailContent);
        Assert.Throws<InvalidOperationException>(() => engine.Provide(null, output));
        Assert.Throws<InvalidOperationException>(() => engine.Open(new CountedMaildrop(1, 10), output));
        Advance(engine, "RETR 1\r\n", output);
        Assert.Throws<InvalidOperationException>(() => engine.Answer(Pop3Replies.Ok, output));
        engine.Answer(null, output);
        Assert.Equal(StepKind.NeedInput, Advance(engine, "NOOP\r\n", output));
    }

    private static Pop3ServerEngine LoggedIn(Maildrop maildrop)
    {
        var options = new Pop3ProtocolOptions { AllowsSecretsInClear = true };
        var engine = new Pop3ServerEngine(new Pop3Protocol(options), new Pop3Session());
        var output = new ArrayBufferWriter<byte>();
        engine.Start(output);
        engine.Answer(null, output);
        Assert.Equal(StepKind.Ask, Advance(engine, "USER a\r\nPASS b\r\n", output));
        engine.Answer(Pop3Replies.Authenticated, output);
        engine.Open(maildrop, output);
        return engine;
    }

    private static StepKind Advance(Pop3ServerEngine engine, string input, IBufferWriter<byte> output)
    {
        var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(input)));
        var kind = engine.Advance(ref reader, output).Kind;
        Assert.True(reader.End);
        return kind;
    }

    private sealed class CountedMaildrop(int count, long bytes) : Maildrop
    {
        public override int Count => count;

        public override long BytesOf(int number) => bytes;

        public override int WriteUniqueId(int number, Span<byte> destination)
        {
            "uid"u8.CopyTo(destination);
            return 3;
        }
    }

    private sealed class CountingWriter : IBufferWriter<byte>
    {
        private byte[] _buffer = new byte[128 * 1024];

        public long Bytes { get; private set; }

        public void Advance(int count) => Bytes += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (_buffer.Length < sizeHint)
                _buffer = new byte[sizeHint];
            return _buffer;
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
