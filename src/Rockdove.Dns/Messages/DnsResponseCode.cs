namespace Rockdove.Dns;

/// <summary>What a server says of its answer, with the upper bits of EDNS. Other numbers are allowed.</summary>
public enum DnsResponseCode : ushort
{
    NoError = 0,

    /// <summary>The server does not understand the question.</summary>
    FormatError = 1,

    /// <summary>
    /// The server could not find out: also what a resolver says when signatures do not fit (RFC 4035 section 5.5).
    /// </summary>
    ServerFailure = 2,

    /// <summary>The name does not exist, whatever the type.</summary>
    NameError = 3,

    NotImplemented = 4,

    /// <summary>The server does not want to.</summary>
    Refused = 5,

    /// <summary>The server does not know this version of EDNS.</summary>
    BadVersion = 16,
}
