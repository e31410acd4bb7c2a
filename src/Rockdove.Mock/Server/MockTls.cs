namespace Rockdove.Mock;

/// <summary>How a mock speaks TLS on its main port.</summary>
public enum MockTls
{
    /// <summary>Not at all.</summary>
    Off,

    /// <summary>STARTTLS is offered (RFC 3207).</summary>
    Offered,

    /// <summary>STARTTLS is offered, and nothing goes on without it.</summary>
    Required,

    /// <summary>The connection begins with the handshake (RFC 8314).</summary>
    Implicit,
}
