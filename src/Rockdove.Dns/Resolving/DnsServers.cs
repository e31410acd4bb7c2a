using System.Net;
using System.Net.NetworkInformation;

namespace Rockdove.Dns;

/// <summary>The resolvers that the system asks.</summary>
public static class DnsServers
{
    /// <summary>
    /// Those of <c>/etc/resolv.conf</c>, where there is such a file; elsewhere those of the network interfaces. When
    /// nothing is said, this machine's own (resolv.conf(5)).
    /// </summary>
    public static IReadOnlyList<IPEndPoint> OfSystem()
    {
        var servers = File.Exists(Configuration) ? Read(ReadConfiguration()) : OfInterfaces();
        return servers.Count > 0 ? servers : [new IPEndPoint(IPAddress.Loopback, Port)];
    }

    /// <summary>The <c>nameserver</c> lines of a resolv.conf.</summary>
    internal static IReadOnlyList<IPEndPoint> Read(string configuration)
    {
        var servers = new List<IPEndPoint>();
        foreach (var line in configuration.Split('\n'))
        {
            var words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words is ["nameserver", var text, ..] && IPAddress.TryParse(text, out var address)
                && servers.Count < DnsResolverOptions.MaximumServers)
                servers.Add(new IPEndPoint(address, Port));
        }

        return servers;
    }

    private static string ReadConfiguration()
    {
        try
        {
            return File.ReadAllText(Configuration);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static IReadOnlyList<IPEndPoint> OfInterfaces()
    {
        try
        {
            return
            [
                .. NetworkInterface.GetAllNetworkInterfaces()
                    .Where(one => one.OperationalStatus == OperationalStatus.Up)
                    .SelectMany(one => one.GetIPProperties().DnsAddresses)
                    .Distinct()
                    .Take(DnsResolverOptions.MaximumServers)
                    .Select(address => new IPEndPoint(address, Port)),
            ];
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }

    public const int Port = 53;

    private const string Configuration = "/etc/resolv.conf";
}
