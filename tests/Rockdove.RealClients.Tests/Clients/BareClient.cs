using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>A client that says what it is told to say and waits for each reply: for tests of what is behind.</summary>
internal static class BareClient
{
    /// <summary>
    /// Sends one message and returns the code that ended the matter: that of the message, or a refusal.
    /// </summary>
    public static async Task<int> SendAsync(IPEndPoint server, string message, CancellationToken token)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server, token);
        using var reader = new StreamReader(client.GetStream());
        var code = await ReadAsync(reader, token);
        string[] lines =
            ["EHLO client.example", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA", message + "\r\n."];
        foreach (var line in lines)
        {
            if (code >= 400)
                break;
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), token);
            code = await ReadAsync(reader, token);
        }
        return code;
    }

    private static async Task<int> ReadAsync(StreamReader reader, CancellationToken token)
    {
        string line;
        do
            line = await reader.ReadLineAsync(token) ?? throw new EndOfStreamException("The server hung up.");
        while (line is [_, _, _, '-', ..]);
        return int.Parse(line.AsSpan(0, 3), CultureInfo.InvariantCulture);
    }
}
