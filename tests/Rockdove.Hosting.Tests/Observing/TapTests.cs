using System.Net.Security;
using System.Text;

namespace Rockdove.Hosting.Tests;

public class TapTests
{
    [Fact]
    public async Task A_tap_sees_each_octet_once_however_the_input_is_cut()
    {
        var tap = new KeptOctets();
        await using var server = PipedServer.Start(smtp => smtp.Tap(_ => tap).Handle(new KeepingHandler()));
        const string said = "EHLO c.test\r\nNOOP\r\nRSET\r\nHELP\r\n";
        var heard = server.Greeting;

        foreach (var symbol in said)
            heard += await server.SayAsync(symbol.ToString());

        Assert.Equal(said, tap.Input);
        Assert.Equal(heard, tap.Output);
    }

    [Fact]
    public async Task A_tap_sees_a_long_message_whole()
    {
        var tap = new KeptOctets();
        await using var server = PipedServer.Start(smtp => smtp.Tap(_ => tap).Handle(new KeepingHandler()));
        await server.BeginDataAsync();
        var before = tap.Input.Length;
        var text = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"line {i}\r\n")) + ".\r\n";

        await server.SayAsync(text);

        Assert.Equal(text, tap.Input[before..]);
    }

    [Fact]
    public async Task Under_tls_a_tap_sees_what_is_said_and_not_what_is_sent()
    {
        var tap = new KeptOctets();
        await using var server = PipedServer.Start(smtp => smtp
            .Tap(_ => tap)
            .Configure(options => options.Certificate = CertificateSource.Development())
            .Handle(new KeepingHandler()));
        await server.SayAsync("STARTTLS\r\n");
        await using var client = new Link(server.ClientEnd);
        await client.StartTlsAsync(
            new ClientTlsOptions { AcceptsAnyCertificate = true }.For("x"), TestContext.Current.CancellationToken);

        await client.WriteAsync("NOOP\r\n");
        await client.ReadReplyAsync();

        Assert.Equal("STARTTLS\r\n<tls>NOOP\r\n", tap.Input);
    }

    [Fact]
    public async Task Two_taps_see_the_same_and_one_that_is_not_wanted_sees_nothing()
    {
        KeptOctets[] taps = [new(), new()];
        await using var server = PipedServer.Start(smtp => smtp
            .Tap(_ => taps[0])
            .Tap(_ => null)
            .Tap(_ => taps[1])
            .Handle(new KeepingHandler()));

        await server.SayAsync("NOOP\r\n");

        Assert.Equal(("NOOP\r\n", "NOOP\r\n"), (taps[0].Input, taps[1].Input));
        Assert.Equal(taps[0].Output, taps[1].Output);
        server.HangUp();
        await server.EndAsync();
        Assert.Equal((1, 1), (taps[0].Ends, taps[1].Ends));
    }

    private sealed class KeptOctets : ILinkTap
    {
        private readonly StringBuilder _input = new();
        private readonly StringBuilder _output = new();

        public string Input => _input.ToString();

        public string Output => _output.ToString();

        public int Ends { get; private set; }

        public void OnInput(ReadOnlySpan<byte> octets) => _input.Append(Encoding.Latin1.GetString(octets));

        public void OnOutput(ReadOnlySpan<byte> octets) => _output.Append(Encoding.Latin1.GetString(octets));

        public void OnTls(SslStream tls) => _input.Append("<tls>");

        public void OnEnd() => Ends++;
    }
}
