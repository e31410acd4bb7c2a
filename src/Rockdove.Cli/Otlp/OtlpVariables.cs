using System.Globalization;
using Rockdove.Daemon;
using Rockdove.Wire;

namespace Rockdove.Cli;

/// <summary>
/// Reads the variables of OpenTelemetry's specification that say where and how to push. The library reads them too, and
/// passes over what it does not understand; here that stops the start.
/// </summary>
internal sealed class OtlpVariables(Func<string, string?> variable, ICollection<string> mistakes)
{
    public OtlpSettings Read(Uri? endpoint, string source)
    {
        if (IsTrue("OTEL_SDK_DISABLED"))
            return new OtlpSettings();
        var settings = new OtlpSettings
        {
            Metrics = ReadTarget("METRICS", "v1/metrics", endpoint, source),
            Traces = ReadTarget("TRACES", "v1/traces", endpoint, source),
        };
        return settings.Metrics is null
            ? settings
            : settings with { MetricInterval = ReadTime(Interval) ?? OtlpSettings.DefaultMetricInterval };
    }

    private OtlpTarget? ReadTarget(string signal, string path, Uri? endpoint, string source)
    {
        var exporters = Value($"OTEL_{signal}_EXPORTER");
        if (exporters is not null && !exporters.Split(',', StringSplitOptions.TrimEntries).Contains("otlp"))
            return null;
        var isGrpc = false;
        var own = endpoint is null ? Name(signal, "ENDPOINT") : null;
        if (own is not null)
            (source, endpoint) = (own, ReadEndpoint(own));
        if (endpoint is null)
            return null;
        if (Name(signal, "PROTOCOL") is { } protocol)
            isGrpc = IsGrpc(protocol);
        RefuseCertificates(signal);
        return new OtlpTarget
        {
            // A variable of one signal has the whole address, all others have what comes before the signal's path.
            Endpoint = isGrpc || own == $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT" ? endpoint : Below(endpoint, path),
            Source = source,
            IsGrpc = isGrpc,
            Headers = Name(signal, "HEADERS") is { } headers ? ReadHeaders(headers) : null,
            Timeout = (Name(signal, "TIMEOUT") is { } timeout ? ReadTime(timeout) : null)
                ?? OtlpSettings.DefaultTimeout,
        };
    }

    private Uri? ReadEndpoint(string name)
    {
        var text = Value(name)!;
        if (CollectorAddress.TryRead(text) is { } endpoint)
            return endpoint;
        Refuse(CollectorAddress.Refusal(name, text));
        return null;
    }

    private bool IsGrpc(string name)
    {
        var protocol = Value(name);
        if (protocol is not ("grpc" or "http/protobuf"))
            Refuse($"{name} '{protocol}' is not allowed; allowed are http/protobuf, which is the default, and grpc");
        return protocol == "grpc";
    }

    /// <summary>Checked only; a mistake is told without the value, which may be a secret.</summary>
    private Secret ReadHeaders(string name)
    {
        var text = Value(name)!;
        foreach (var header in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = header.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !header[..equals].Trim().All(IsTokenMark)
                || Uri.UnescapeDataString(header[(equals + 1)..]).Any(mark => mark is < ' ' or > '~'))
            {
                Refuse($"{name} has a value that is not allowed; allowed are header fields NAME=VALUE with commas "
                    + "between them, values percent-encoded where they have commas, such as "
                    + "authorization=Bearer%20TOKEN");
                break;
            }
        }

        return new Secret(text);
    }

    private TimeSpan? ReadTime(string name)
    {
        if (Value(name) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds > 0)
            return TimeSpan.FromMilliseconds(milliseconds);
        Refuse($"{name} '{text}' is not allowed; allowed is a whole number of milliseconds from 1 to {int.MaxValue}");
        return null;
    }

    private void RefuseCertificates(string signal)
    {
        foreach (var what in (ReadOnlySpan<string>)["CERTIFICATE", "CLIENT_CERTIFICATE", "CLIENT_KEY"])
        {
            if (Name(signal, what) is { } name)
            {
                Refuse($"{name} is not taken here; allowed is a collector whose certificate the system trusts, which "
                    + "SSL_CERT_FILE can say, and which asks for none");
            }
        }
    }

    /// <summary>The variable of one signal if it is set, or else that of all signals; null if neither is.</summary>
    private string? Name(string signal, string what)
    {
        var (own, all) = ($"OTEL_EXPORTER_OTLP_{signal}_{what}", $"OTEL_EXPORTER_OTLP_{what}");
        return Value(own) is not null ? own : Value(all) is not null ? all : null;
    }

    /// <summary>One that is empty is as one that is not set, as the specification says.</summary>
    private string? Value(string name) => variable(name)?.Trim() is { Length: > 0 } text ? text : null;

    private bool IsTrue(string name) => string.Equals(Value(name), "true", StringComparison.OrdinalIgnoreCase);

    private void Refuse(string mistake)
    {
        if (!mistakes.Contains(mistake)) // One variable may be about both signals.
            mistakes.Add(mistake);
    }

    private static Uri Below(Uri endpoint, string path) =>
        new UriBuilder(endpoint) { Path = $"{endpoint.AbsolutePath.TrimEnd('/')}/{path}" }.Uri;

    /// <summary>Of a name of a header field: RFC 9110 section 5.6.2.</summary>
    private static bool IsTokenMark(char mark) =>
        char.IsAsciiLetterOrDigit(mark) || "!#$%&'*+-.^_`|~".Contains(mark, StringComparison.Ordinal);

    private const string Interval = "OTEL_METRIC_EXPORT_INTERVAL";
}
