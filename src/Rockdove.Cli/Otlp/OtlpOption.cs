using System.CommandLine;
using System.CommandLine.Parsing;
using Rockdove.Daemon;

namespace Rockdove.Cli;

/// <summary><c>--otlp</c>, beside the variables of OpenTelemetry, which are read with it.</summary>
internal sealed class OtlpOption
{
    public Option<Uri?> Endpoint { get; } = new("--otlp")
    {
        Description = "Push metrics and traces to the OpenTelemetry collector there, such as http://127.0.0.1:4318. "
            + "OTEL_EXPORTER_OTLP_ENDPOINT in the environment does so too. Nothing is pushed unless one is given.",
        HelpName = "URL",
        CustomParser = ReadEndpoint,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Endpoint);
        command.Validators.Add(result =>
        {
            var given = result.GetResult(Endpoint);
            var endpoint = given?.Tokens is [var token] ? CollectorAddress.TryRead(token.Value) : null;
            if (given is not null && endpoint is null)
                return; // The parser tells that.
            var mistakes = new List<string>();
            OtlpSettings.Read(endpoint, Endpoint.Name, mistakes);
            foreach (var mistake in mistakes)
                result.AddError(mistake);
        });
    }

    public OtlpSettings Read(ParseResult parsed) => OtlpSettings.Read(parsed.GetValue(Endpoint), Endpoint.Name, []);

    private static Uri? ReadEndpoint(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var endpoint = CollectorAddress.TryRead(text);
        if (endpoint is null)
            result.AddError(CollectorAddress.Refusal("--otlp", text));
        return endpoint;
    }
}
