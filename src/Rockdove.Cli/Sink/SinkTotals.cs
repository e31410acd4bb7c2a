using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rockdove.Cli;

/// <summary>What a sink has taken. Any thread may count.</summary>
internal sealed class SinkTotals
{
    private long _connections;
    private long _messages;
    private long _recipients;
    private long _bytes;

    public void Connected() => Interlocked.Increment(ref _connections);

    public void Took(long messageBytes, int recipients)
    {
        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _recipients, recipients);
        Interlocked.Add(ref _bytes, messageBytes);
    }

    public void Print(TimeSpan elapsed, bool json)
    {
        var seconds = elapsed.TotalSeconds;
        var report = new SinkReport(
            _connections, _messages, _recipients, _bytes, Math.Round(seconds, 3), Math.Round(_messages / seconds, 1),
            Math.Round(_bytes / seconds / 1e6, 2));
        Console.Out.WriteLine(json
            ? JsonSerializer.Serialize(report, SinkJson.Default.SinkReport)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Messages} messages, {report.Recipients} recipients, "
                + $"{report.Connections} connections, {report.MessageBytes} octets in {report.Seconds} s: "
                + $"{report.MessagesPerSecond} messages/s, {report.MegabytesPerSecond} MB/s"));
    }
}

/// <summary>The totals as JSON.</summary>
internal sealed record SinkReport(
    long Connections,
    long Messages,
    long Recipients,
    long MessageBytes,
    double Seconds,
    double MessagesPerSecond,
    double MegabytesPerSecond);

[JsonSerializable(typeof(SinkReport))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class SinkJson : JsonSerializerContext;
