using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

/// <summary>What fuzzing found in the engine, each as a test of its own.</summary>
public class FoundByFuzzingTests
{
    [Theory]
    [InlineData("DATA\r\n")]
    [InlineData("BDAT 6 LAST\r\n")]
    [InlineData("BDAT 5 LAST\r\n")]
    [InlineData("RSET\r\nSTARTTLS\r\n")]
    public void An_answer_after_the_client_has_gone_opens_nothing_again(string last)
    {
        var options = new SmtpProtocolOptions { Extensions = [new Chunking(), new StartTls()] };
        var engine = new SmtpServerEngine(new SmtpProtocol(options), new SmtpSession());
        var output = new ArrayBufferWriter<byte>();
        engine.Start(output);
        var octets = Encoding.ASCII.GetBytes("HELO c\r\nMAIL FROM:<>\r\nRCPT TO:<postmaster>\r\n" + last);
        var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(octets));
        while (engine.Advance(ref reader, output).Kind == StepKind.Ask
            && engine.Question is not (DataQuestion or StartTlsQuestion))
            engine.Answer(null, output);

        engine.Signal(Signal.PeerClosed, output);
        engine.Answer(null, output);

        Assert.Equal(StepKind.Close, engine.Advance(ref reader, output).Kind);
    }

    [Fact]
    public void A_chunk_refused_after_the_client_has_gone_is_not_waited_for()
    {
        var options = new SmtpProtocolOptions { AsksEveryCommand = true };
        var engine = new SmtpServerEngine(new SmtpProtocol(options), new SmtpSession());
        var output = new ArrayBufferWriter<byte>();
        engine.Start(output);
        engine.Answer(null, output);
        var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>("BDAT 4 LAST\r\n"u8.ToArray()));
        Assert.Equal(StepKind.Ask, engine.Advance(ref reader, output).Kind);

        engine.Signal(Signal.PeerClosed, output);
        engine.Answer(SmtpReplies.LocalError, output);

        Assert.Equal(StepKind.Close, engine.Advance(ref reader, output).Kind);
    }

    /// <summary>Such a message exists only by a leniency; a client that got no reply would wait for ever.</summary>
    [Fact]
    public void A_message_without_recipients_is_answered_once_in_lmtp()
    {
        var bench = EngineBench.Started(new SmtpProtocolOptions
        {
            IsLmtp = true,
            Leniencies = SmtpLeniencies.DataWithoutRecipients,
        });
        bench.Take("LHLO c\r\nMAIL FROM:<>\r\nDATA\r\n"u8);
        bench.Clear();

        bench.Take(".\r\nNOOP\r\n"u8);

        Assert.Equal("554 5.5.1 No valid recipients\r\n250 2.0.0 Ok\r\n", bench.Output);
    }
}
