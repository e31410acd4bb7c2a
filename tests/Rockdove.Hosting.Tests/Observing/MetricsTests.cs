using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting.Tests;

public sealed class MetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ConcurrentQueue<(string Name, double Value, string Tags)> _measured = new();
    private readonly MeterListener _listener = new();

    public MetricsTests()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) => _measured.Enqueue((instrument.Name, value, Text(tags))));
        _listener.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) => _measured.Enqueue((instrument.Name, value, Text(tags))));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task A_session_is_counted_from_its_beginning_to_its_end()
    {
        var server = Start();
        Assert.Equal(1, Sum("rockdove.smtp.sessions.active"));
        server.Clock.Advance(TimeSpan.FromSeconds(7));
        await server.SayAsync("QUIT\r\n");
        await server.EndAsync();

        Assert.Equal(0, Sum("rockdove.smtp.sessions.active"));
        Assert.Equal(1, Sum("rockdove.smtp.sessions", "ended"));
        Assert.Equal(7, Sum("rockdove.smtp.session.duration", "ended"));
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Commands_are_counted_by_verb_and_replies_by_class()
    {
        await using var server = Start();

        await server.SayAsync("EHLO c.test\r\nNOOP\r\nNOOP\r\nnonsense\r\nMAIL FROM:<>\r\n");

        Assert.Equal(2, Sum("rockdove.smtp.commands", "NOOP"));
        Assert.Equal(1, Sum("rockdove.smtp.commands", "_OTHER"));
        Assert.Equal(5, Sum("rockdove.smtp.commands"));
        Assert.Equal(5, Sum("rockdove.smtp.replies", "2xx")); // With the greeting.
        Assert.Equal(1, Sum("rockdove.smtp.replies", "5xx"));
    }

    [Fact]
    public async Task Messages_are_counted_with_their_sizes()
    {
        await using var server = Start();
        await server.BeginDataAsync();
        await server.SayAsync("12345678\r\n.\r\n");
        await server.BeginDataAsync();
        await server.SayAsync("x\0\r\n.\r\n");

        Assert.Equal(1, Sum("rockdove.smtp.messages", "accepted"));
        Assert.Equal(1, Sum("rockdove.smtp.messages", "refused"));
        Assert.Equal(10, Sum("rockdove.smtp.message.size"));
    }

    [Fact]
    public async Task Authentications_are_counted_by_their_verdict()
    {
        await using var server = Start();
        await server.SayAsync("EHLO c.test\r\nAUTH PLAIN AGJvYgB4\r\nAUTH PLAIN AGFsAHg=\r\n");

        Assert.Equal(1, Sum("rockdove.smtp.authentications", "failed"));
        Assert.Equal(1, Sum("rockdove.smtp.authentications", "succeeded"));
    }

    [Fact]
    public async Task Handshakes_are_counted_by_outcome()
    {
        await using var server = Start();
        await server.SayAsync("STARTTLS\r\n");
        await using var client = new Link(server.ClientEnd);
        await client.StartTlsAsync(
            new ClientTlsOptions { AcceptsAnyCertificate = true }.For("x"), TestContext.Current.CancellationToken);
        await client.WriteAsync("NOOP\r\n");
        await client.ReadReplyAsync();
        await using var other = Start();
        await other.SayAsync("STARTTLS\r\nrubbish\r\n");
        await other.EndAsync();

        Assert.Equal(1, Sum("rockdove.smtp.tls.handshakes", "1.3"));
        Assert.Equal(1, Sum("rockdove.smtp.tls.handshakes", "failed"));
        Assert.Equal(1, Sum("rockdove.smtp.sessions", "handshake_failed"));
    }

    [Fact]
    public void While_nobody_listens_counting_allocates_nothing()
    {
        using var quiet = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meter = new SmtpMeter(SmtpMetrics.For(quiet), TimeProvider.System, port: null);
        var protocol = new SmtpProtocol(new SmtpProtocolOptions());
        var engine = new SmtpServerEngine(protocol, new SmtpSession()) { Observer = meter };
        var output = new ArrayBufferWriter<byte>(1 << 20);
        engine.Start(output);
        engine.Answer(null, output);
        var input = new ReadOnlySequence<byte>("NOOP\r\nRSET\r\n"u8.ToArray());
        Run(10);
        output.ResetWrittenCount();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(1000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                var reader = new SequenceReader<byte>(input);
                engine.Advance(ref reader, output);
            }
        }
    }

    [Fact]
    public void Endpoints_of_one_application_share_their_instruments() =>
        Assert.Same(SmtpMetrics.For(_services), SmtpMetrics.For(_services));

    private PipedServer Start() => PipedServer.Start(
        smtp => smtp
            .Configure(options =>
            {
                options.KeepsNul = false;
                options.Certificate = CertificateSource.Development();
                options.Mechanisms = [new PlainMechanism()];
                options.AllowsSecretsInClear = true;
            })
            .Handle(new ScriptedHandler
            {
                OnData = _ => new(new CountingSink()),
                LetsIn = who => who.Identity == "al",
            }),
        services: _services);

    private double Sum(string name, string tag = "") => _measured
        .Where(one => one.Name == name && one.Tags.Contains(tag, StringComparison.Ordinal))
        .Sum(one => one.Value);

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = "";
        foreach (var tag in tags)
            text += $"{tag.Key}={tag.Value};";
        return text;
    }
}
