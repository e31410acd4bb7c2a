using System.Net;

namespace Rockdove.Hosting;

/// <summary>Asks the DNS in both directions. Both may throw what they like, and be given up by their token.</summary>
public interface IClientNameResolver
{
    /// <summary>The name of an address (PTR); null when it has none.</summary>
    Task<string?> FindNameAsync(IPAddress address, CancellationToken cancellationToken);

    /// <summary>The addresses of a name (A and AAAA).</summary>
    Task<IReadOnlyList<IPAddress>> FindAddressesAsync(string name, CancellationToken cancellationToken);
}
