using Rockdove.Wire;

namespace Rockdove.Cli;

/// <summary>Where one signal is pushed to, and how.</summary>
internal sealed record OtlpTarget
{
    /// <summary>The whole address, its path as well; of gRPC without the name of the call.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The flag, the key or the variable that named it.</summary>
    public required string Source { get; init; }

    /// <summary>OTLP/gRPC; otherwise protobuf over HTTP.</summary>
    public bool IsGrpc { get; init; }

    /// <summary><c>name=value</c> with commas, values percent-encoded; often a token, and so a secret.</summary>
    public Secret? Headers { get; init; }

    /// <summary>For one request.</summary>
    public TimeSpan Timeout { get; init; } = OtlpSettings.DefaultTimeout;

    /// <summary>The address as it may be told: a query may be a key.</summary>
    public string Place => Endpoint.GetLeftPart(UriPartial.Path);
}
