namespace Rockdove.Pop3;

/// <summary>
/// How far a session has come (RFC 1939 section 3). UPDATE is no phase here: it is the answer to QUIT.
/// </summary>
[Flags]
public enum Pop3Phase : byte
{
    None = 0,

    /// <summary>The client has not shown who it is.</summary>
    Authorization = 1,

    /// <summary>A maildrop is open.</summary>
    Transaction = 2,

    Any = Authorization | Transaction,
}
