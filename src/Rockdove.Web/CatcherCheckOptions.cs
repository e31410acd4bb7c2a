using System.Net;

namespace Rockdove.Web;

/// <summary>
/// What a catcher may ask others when somebody wants a mail checked. Nothing of it is on unless it is given: who looks
/// at a mail in a catcher does not expect that anybody hears of it.
/// </summary>
public sealed record CatcherCheckOptions
{
    /// <summary>How to go where links and pictures lead; null for not at all.</summary>
    public FetchOptions? Network { get; init; }

    /// <summary>
    /// The DNS server that is asked for keys of DKIM and policies of DMARC; null for none.
    /// </summary>
    public IPEndPoint? Resolver { get; init; }

    /// <summary>Where SpamAssassin's spamd listens, which gets each mail that is checked; null for nowhere.</summary>
    public DnsEndPoint? SpamAssassin { get; init; }
}
