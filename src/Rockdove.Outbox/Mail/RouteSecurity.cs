namespace Rockdove.Outbox;

/// <summary>How a route is kept from listeners.</summary>
public enum RouteSecurity : byte
{
    /// <summary>In the clear, whatever is offered.</summary>
    None,

    /// <summary>STARTTLS where it is offered; who can cut it out can read.</summary>
    StartTlsIfOffered,

    /// <summary>STARTTLS, or nothing is sent.</summary>
    StartTls,

    /// <summary>TLS before the greeting (RFC 8314).</summary>
    Tls,
}
