using System.Net;
using System.Net.Sockets;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// Ports for programs that cannot be asked to choose: below the range that the system hands out, so that nobody is
/// given one before the program takes it.
/// </summary>
internal static class FreePorts
{
    public static Dictionary<string, int> For(params IEnumerable<string> names)
    {
        var ports = new Dictionary<string, int>();
        foreach (var name in names)
        {
            int port;
            do
                port = Random.Shared.Next(First, Last);
            while (ports.ContainsValue(port) || !IsFree(port));
            ports.Add(name, port);
        }

        return ports;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private const int First = 20_000;
    private const int Last = 32_000;
}
