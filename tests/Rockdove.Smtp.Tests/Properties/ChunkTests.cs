using System.Globalization;
using System.Text;
using Rockdove.Testing;

namespace Rockdove.Smtp.Tests;

/// <summary>
/// RFC 3030 section 2: the octets that BDAT announces are consumed, and no other, whatever the reply.
/// </summary>
public class ChunkTests
{
    [Theory]
    [InlineData("", "503")]
    [InlineData("EHLO c\r\n", "503")]
    [InlineData("EHLO c\r\nMAIL FROM:<a@example.org>\r\n", "554")]
    [InlineData("EHLO c\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<u@example.org>\r\n", "250")]
    [InlineData("EHLO c\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<u@example.org>\r\nBDAT 20000\r\n", "503")]
    public void Announced_octets_are_consumed(string before, string code) => SeededRandom.Rounds(40, random =>
    {
        var tooBig = before.EndsWith("BDAT 20000\r\n", StringComparison.Ordinal) ? 20_000 : 0;
        var payload = new byte[random.Next(9000)];
        random.NextBytes(payload);
        if (random.Next(2) == 0)
            payload.AsSpan().Fill((byte)"\r\n.Q"[random.Next(4)]);
        var bench = EngineBench.Started(new SmtpProtocolOptions
        {
            BareNewlines = Wire.BareNewlines.Keep,
            Limits = new SmtpLimits { MessageBytes = 10_000 },
        });
        bench.Take(Encoding.ASCII.GetBytes(before));
        bench.Take(new byte[tooBig]);
        bench.Clear();

        var isLast = random.Next(2) == 0;
        bench.Take(Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"BDAT {payload.Length}{(isLast ? " LAST" : "")}\r\n")));
        bench.Take(payload);
        bench.Take("NOOP\r\n"u8);

        var replies = bench.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, replies.Length);
        Assert.StartsWith(code, replies[0]);
        Assert.Equal("250 2.0.0 Ok", replies[1]);
        Assert.Equal(code == "250" ? payload.Length : 0, bench.ContentBytes);
    });

    [Fact]
    public void A_message_in_segments_of_one_octet_is_the_same()
    {
        ReadOnlySpan<byte> conversation =
            "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<postmaster>\r\nBDAT 5\r\na\r\nb\rBDAT 2 LAST\r\n\n."u8;
        var octets = conversation.ToArray();
        var engine = new SmtpServerEngine(new SmtpProtocol(new SmtpProtocolOptions()), new SmtpSession());
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        engine.Start(output);
        var reader = new System.Buffers.SequenceReader<byte>(SequenceBuilder.OctetByOctet(octets));
        var content = new List<byte>();

        while (engine.Advance(ref reader, output) is { Kind: not Wire.StepKind.NeedInput } step)
        {
            content.AddRange(step.Content.Span);
            if (step.Kind == Wire.StepKind.Ask)
                engine.Answer(null, output);
        }

        Assert.Equal("a\r\nb\r\n."u8.ToArray(), content);
        Assert.Equal(0, reader.Remaining);
        Assert.EndsWith("250 2.0.0 Message accepted\r\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
