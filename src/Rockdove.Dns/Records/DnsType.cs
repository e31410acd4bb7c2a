namespace Rockdove.Dns;

/// <summary>Types of records, by their numbers. Other numbers are allowed.</summary>
public enum DnsType : ushort
{
    A = 1,
    Ns = 2,
    Cname = 5,
    Soa = 6,
    Ptr = 12,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
    Srv = 33,

    /// <summary>No record: the extension of RFC 6891.</summary>
    Opt = 41,

    Ds = 43,
    Rrsig = 46,
    Dnskey = 48,
    Tlsa = 52,
    Caa = 257,
}
