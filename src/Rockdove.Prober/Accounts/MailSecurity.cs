namespace Rockdove.Prober;

/// <summary>How a connection to a server is protected.</summary>
public enum MailSecurity : byte
{
    /// <summary>TLS before the greeting (RFC 8314): ports 465, 993 and 995.</summary>
    Tls,

    /// <summary>STARTTLS or STLS, or nothing is said: somebody in the middle cannot take it away.</summary>
    StartTls,

    /// <summary>STARTTLS or STLS where it is offered. A login in the clear wants a switch of its own.</summary>
    StartTlsIfOffered,

    /// <summary>In the clear.</summary>
    None,
}
