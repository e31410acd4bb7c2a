using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

/// <summary>When the engine pauses; a transcript may leave pauses out, so it cannot show that there is none.</summary>
public class MistakeTests
{
    [Theory]
    [InlineData(0, "1")]
    [InlineData(1, "0 1")]
    [InlineData(2, "0 0 1 2")]
    [InlineData(5, "0 0 0 0 0 1 2 3")]
    public void Only_mistakes_past_the_bound_are_answered_late(int mistakesBeforeDelay, string pausesAfterEach)
    {
        var limits = new SmtpLimits { MistakesBeforeDelay = mistakesBeforeDelay };
        var engine = new SmtpServerEngine(new SmtpProtocol(new() { Limits = limits }), new SmtpSession());
        var output = new ArrayBufferWriter<byte>();
        engine.Start(output);
        engine.Answer(null, output);

        var pauses = 0;
        foreach (var expected in pausesAfterEach.Split(' '))
        {
            pauses += PausesAfter(engine, "FOO\r\nNOOP\r\n"u8.ToArray(), output);
            Assert.Equal(expected, $"{pauses}");
        }
    }

    private static int PausesAfter(SmtpServerEngine engine, byte[] line, ArrayBufferWriter<byte> output)
    {
        var input = new SequenceReader<byte>(new ReadOnlySequence<byte>(line));
        var pauses = 0;
        Step step;
        while ((step = engine.Advance(ref input, output)).Kind == StepKind.Pause)
        {
            Assert.Equal(TimeSpan.FromSeconds(1), step.Time);
            pauses++;
        }

        Assert.Equal(StepKind.NeedInput, step.Kind);
        return pauses;
    }
}
