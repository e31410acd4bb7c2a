namespace Rockdove.Prober;

/// <summary>Steps of a session that are timed, and that something can fail in.</summary>
public enum ProbeStage : byte
{
    /// <summary>Finding the addresses of a name.</summary>
    Dns,

    /// <summary>The TCP connection.</summary>
    Connect,

    /// <summary>Waiting for the greeting.</summary>
    Banner,

    /// <summary>EHLO or HELO; CAPABILITY, CAPA.</summary>
    Ehlo,

    /// <summary>STARTTLS and the handshake.</summary>
    Tls,

    /// <summary>The login.</summary>
    Authentication,

    Mail,

    Recipient,

    /// <summary>DATA up to its 354.</summary>
    Data,

    /// <summary>The content and the reply to it.</summary>
    Final,

    /// <summary>Opening a folder, or the maildrop.</summary>
    Select,

    /// <summary>Reading a message.</summary>
    Fetch,

    /// <summary>Waiting for news.</summary>
    Poll,

    /// <summary>Deleting what is ours.</summary>
    Cleanup,
}
