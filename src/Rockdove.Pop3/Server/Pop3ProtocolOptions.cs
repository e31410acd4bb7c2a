namespace Rockdove.Pop3;

/// <summary>What a server speaks: the input of <see cref="Pop3Protocol"/>.</summary>
public sealed record Pop3ProtocolOptions
{
    /// <summary>The server's name in the greeting and in challenges.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>The text of the greeting after the host name.</summary>
    public string Greeting { get; init; } = "POP3 Rockdove";

    public Pop3Limits Limits { get; init; } = new();

    public Pop3Leniencies Leniencies { get; init; }

    /// <summary>
    /// Takes passwords that anybody may read on the way: USER, PASS and what SASL has of the kind, without TLS.
    /// </summary>
    public bool AllowsSecretsInClear { get; init; }

    /// <summary>Before TLS, nothing but CAPA, STLS, LANG and QUIT.</summary>
    public bool RequiresTls { get; init; }

    /// <summary>The extensions, in the order in which CAPA lists them.</summary>
    public IReadOnlyList<Pop3Extension> Extensions { get; init; } = Pop3Extensions.Standard;
}
