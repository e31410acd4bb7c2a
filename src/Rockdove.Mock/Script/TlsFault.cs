namespace Rockdove.Mock;

/// <summary>What is wrong with a TLS handshake.</summary>
public enum TlsFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The server breaks the handshake off.</summary>
    Abort,

    /// <summary>The server answers with octets that are no TLS.</summary>
    Garbage,

    /// <summary>The certificate was good until yesterday.</summary>
    Expired,

    /// <summary>The certificate is good from tomorrow on.</summary>
    NotYetValid,

    /// <summary>The certificate is for another host.</summary>
    WrongName,

    /// <summary>The certificate is signed by itself, and not by the server's authority.</summary>
    SelfSigned,
}
