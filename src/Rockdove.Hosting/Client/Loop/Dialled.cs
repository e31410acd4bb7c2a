using System.Net;
using System.Net.Sockets;

namespace Rockdove.Hosting;

/// <summary>A socket that was opened, or why it was not, and how long that took.</summary>
internal sealed class Dialled
{
    private Dialled()
    {
    }

    /// <summary>Null after a failure.</summary>
    public SocketTransport? Transport { get; private set; }

    /// <summary>Null when there is a transport.</summary>
    public LinkFailure? Failure { get; private set; }

    /// <summary>There were addresses to connect to.</summary>
    public bool IsResolved { get; private set; }

    /// <summary>How long it took to find the addresses of the name.</summary>
    public TimeSpan Resolving { get; private set; }

    /// <summary>How long it took to reach one of them.</summary>
    public TimeSpan Connecting { get; private set; }

    /// <summary>The name to ask a certificate for.</summary>
    public string Host { get; private set; } = "";

    public static async Task<Dialled> DialAsync(
        EndPoint server, ClientConnectionOptions options, CancellationToken cancellationToken)
    {
        var dialled = new Dialled { Host = HostOf(server), IsResolved = server is not DnsEndPoint };
        using var patience = new CancellationTokenSource(options.ConnectPatience, options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var mark = options.Time.GetTimestamp();
        try
        {
            dialled.Transport = await SocketTransport.ConnectAsync(server, Resolved, both.Token);
        }
        catch (SocketException unreachable)
        {
            // .NET has no word for a path that is not there, and takes that of an address.
            var isNoPath = server is UnixDomainSocketEndPoint
                && unreachable.SocketErrorCode == SocketError.AddressNotAvailable;
            var explanation = isNoPath ? "There is no such socket." : unreachable.Message;
            dialled.Failure = new LinkFailure(LinkFailureKind.Unreachable, explanation);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            dialled.Failure = new LinkFailure(LinkFailureKind.TimedOut, "Nobody answered in time.");
        }
        finally
        {
            dialled.Connecting = options.Time.GetElapsedTime(mark);
        }

        return dialled;

        void Resolved()
        {
            dialled.IsResolved = true;
            dialled.Resolving = options.Time.GetElapsedTime(mark);
            mark = options.Time.GetTimestamp();
        }
    }

    private static string HostOf(EndPoint server) => server switch
    {
        DnsEndPoint name => name.Host,
        IPEndPoint address => address.Address.ToString(),
        _ => "localhost",
    };
}
