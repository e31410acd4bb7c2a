namespace Rockdove.Cli.Tests;

public sealed class OtlpVariablesTests
{
    private readonly Dictionary<string, string> _variables = [];
    private readonly List<string> _mistakes = [];

    [Fact]
    public void Nothing_is_pushed_unless_somebody_names_a_collector()
    {
        _variables["OTEL_SERVICE_NAME"] = "shop";
        _variables["OTEL_EXPORTER_OTLP_HEADERS"] = "of no use and not looked at";
        _variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = " ";

        Assert.False(Read().IsAsked);
        Assert.Empty(_mistakes);
    }

    [Fact]
    public void A_flag_is_for_both_signals_and_wins_over_all_variables()
    {
        _variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://a.test";
        _variables["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = "http://b.test/traces";

        var settings = Read("http://127.0.0.1:4318/below/");

        Assert.Equal("http://127.0.0.1:4318/below/v1/metrics", settings.Metrics!.Place);
        Assert.Equal("http://127.0.0.1:4318/below/v1/traces", settings.Traces!.Place);
        Assert.Equal("--otlp", settings.Traces.Source);
        Assert.False(settings.Metrics.IsGrpc);
        Assert.Equal(
            "metrics to http://127.0.0.1:4318/below/v1/metrics, traces to http://127.0.0.1:4318/below/v1/traces",
            settings.Line(json: false));
    }

    [Fact]
    public void What_is_said_of_one_signal_goes_before_what_is_said_of_all()
    {
        _variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = "https://a.test?key=1";
        _variables["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = "http://b.test/as-it-is";
        _variables["OTEL_EXPORTER_OTLP_HEADERS"] = "a=1";
        _variables["OTEL_EXPORTER_OTLP_TRACES_HEADERS"] = "b=2";
        _variables["OTEL_EXPORTER_OTLP_TIMEOUT"] = "2000";
        _variables["OTEL_EXPORTER_OTLP_METRICS_TIMEOUT"] = "3000";
        _variables["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"] = "grpc";
        _variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1500";

        var settings = Read();

        Assert.Equal("https://a.test/v1/metrics?key=1", $"{settings.Metrics!.Endpoint}");
        Assert.Equal("http://b.test/as-it-is", $"{settings.Traces!.Endpoint}");
        Assert.Equal("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", settings.Traces.Source);
        Assert.Equal(("a=1", "b=2"), (settings.Metrics.Headers!.RevealText(), settings.Traces.Headers!.RevealText()));
        Assert.Equal((3, 2), (settings.Metrics.Timeout.TotalSeconds, settings.Traces.Timeout.TotalSeconds));
        Assert.Equal((false, true), (settings.Metrics.IsGrpc, settings.Traces.IsGrpc));
        Assert.Equal(1.5, settings.MetricInterval.TotalSeconds);
        Assert.DoesNotContain("key=1", settings.Line(json: true), StringComparison.Ordinal);
        Assert.DoesNotContain("b=2", $"{settings}", StringComparison.Ordinal);
        Assert.Empty(_mistakes);
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "TRUE", false, false)]
    [InlineData("OTEL_SDK_DISABLED", "false", true, true)]
    [InlineData("OTEL_TRACES_EXPORTER", "none", true, false)]
    [InlineData("OTEL_METRICS_EXPORTER", "console, otlp", true, true)]
    [InlineData("OTEL_METRICS_EXPORTER", "prometheus", false, true)]
    public void A_signal_can_be_off(string name, string value, bool hasMetrics, bool hasTraces)
    {
        _variables[name] = value;

        var settings = Read("http://127.0.0.1:4318");

        Assert.Equal((hasMetrics, hasTraces), (settings.Metrics is not null, settings.Traces is not null));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "1", true)]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "0", false)]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "2147483647", true)]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "2147483648", false)]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "1s", false)]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf", true)]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", false)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://b.test/x", true)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "b.test:4318", false)]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "a=1, authorization=Bearer%20x,c=", true)]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "hunter2", false)]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "a=hunter2,=x", false)]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "a=hunter2%0D%0Ab:x", false)]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "a b=hunter2", false)]
    [InlineData("OTEL_EXPORTER_OTLP_CERTIFICATE", "ca.pem", false)]
    public void A_value_that_is_not_allowed_is_told_once_with_its_variable_and_without_secrets(
        string name, string value, bool isAllowed)
    {
        _variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:4318";
        _variables[name] = value;

        Read();

        if (isAllowed)
            Assert.Empty(_mistakes);
        else
            Assert.StartsWith($"{name} ", Assert.Single(_mistakes), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", string.Concat(_mistakes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:4318", true)]
    [InlineData("ftp://a.test", true)]
    [InlineData("http://", true)]
    [InlineData("http://ann:hunter2@a.test", false)]
    [InlineData("a.test?key=hunter2", false)]
    public void An_address_that_is_none_is_told_but_not_what_may_be_a_secret(string value, bool isShown)
    {
        _variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = value;

        Assert.False(Read().IsAsked);

        var mistake = Assert.Single(_mistakes);
        Assert.StartsWith("OTEL_EXPORTER_OTLP_ENDPOINT ", mistake, StringComparison.Ordinal);
        Assert.Contains("such as http://127.0.0.1:4318", mistake, StringComparison.Ordinal);
        Assert.Equal(isShown, mistake.Contains(value, StringComparison.Ordinal));
    }

    private OtlpSettings Read(string? flag = null) => OtlpSettings.Read(
        flag is null ? null : new Uri(flag), "--otlp", name => _variables.GetValueOrDefault(name), _mistakes);
}
