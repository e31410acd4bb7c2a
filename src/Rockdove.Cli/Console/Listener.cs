using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Rockdove.Cli;

/// <summary>A place to listen on, what is spoken there, and the option that asked for it.</summary>
/// <param name="Name">The word of the ready line: <c>smtp</c>.</param>
/// <param name="Option">For error messages: <c>--smtp</c>.</param>
/// <param name="Address">Where; port 0 lets the system choose.</param>
/// <param name="Configure">What is spoken.</param>
internal sealed record Listener(string Name, string Option, IPEndPoint Address, Action<ListenOptions> Configure)
{
    private ListenOptions? _bound;

    /// <summary>Of the address of HTTP.</summary>
    public string Scheme { get; init; } = "http";

    /// <summary>Of the address of HTTP, with a slash at the end.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Where it really listens, once the server has started.</summary>
    public IPEndPoint Bound => _bound?.IPEndPoint ?? Address;

    public void AddTo(KestrelServerOptions kestrel) => kestrel.Listen(Address, listen =>
    {
        _bound = listen;
        Configure(listen);
    });

    /// <summary>Starts the application, and tells each place on standard output once all of them accept.</summary>
    /// <returns>False when one of them could not be had; standard error says which.</returns>
    public static async Task<bool> StartAsync(
        WebApplication app, IReadOnlyList<Listener> listeners, bool json, CancellationToken cancellationToken)
    {
        await Task.Yield(); // System.CommandLine hears signals once a command has given way for the first time.
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            ErrorLine.Write(Explain(error, listeners));
            return false;
        }

        foreach (var listener in listeners)
            Console.Out.WriteLine(listener.ReadyLine(json));
        Console.Out.Flush();
        return true;
    }

    public string ReadyLine(bool json)
    {
        var text = Name == "http" ? $"{Scheme}://{Bound}{Path}" : Bound.ToString();
        return json ? $$"""{"listening":"{{Name}}","address":"{{text}}"}""" : $"{Name} {text}";
    }

    /// <summary>Names the option that asked for the address that cannot be had.</summary>
    private static string Explain(Exception error, IReadOnlyList<Listener> listeners)
    {
        // Kestrel's message names an address that is in use. Of others it tells no more than the system does.
        var culprit = error is IOException
            ? listeners.FirstOrDefault(one => error.Message.Contains($"//{one.Address}:", StringComparison.Ordinal))
            : listeners.FirstOrDefault(one => !one.CanBind());
        if (listeners.FirstOrDefault(one => one != culprit && one.Address.Equals(culprit?.Address)) is { } twin)
            return $"{culprit!.Option} {culprit.Address}: {twin.Option} is the same; allowed is an address for each";
        var reason = error.InnerException is AddressInUseException ? "another program listens there" : error.Message;
        return culprit is null
            ? error.Message
            : $"{culprit.Option} {culprit.Address}: {reason}; allowed are an address of this machine and a free port, "
                + "such as 0 to let the system choose";
    }

    private bool CanBind()
    {
        try
        {
            using var socket = new Socket(Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(Address);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
