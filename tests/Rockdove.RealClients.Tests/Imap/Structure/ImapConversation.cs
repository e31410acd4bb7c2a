using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>An IMAP client that says what it is told to say, one command after the other.</summary>
internal sealed class ImapConversation : IDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };
    private BufferedStream _stream = null!;

    /// <summary>Connects and logs in.</summary>
    public static ImapConversation Begin(int port, string user, string password)
    {
        var conversation = new ImapConversation();
        conversation._client.Connect(IPAddress.Loopback, port);
        conversation._client.ReceiveTimeout = PatienceMilliseconds;
        conversation._stream = new BufferedStream(conversation._client.GetStream(), 64 * 1024);
        conversation.ReadLine();
        conversation.Say($"LOGIN {user} \"{password}\"");
        return conversation;
    }

    /// <summary>A command, and all that was said to it, octets as Latin-1. It must be OK.</summary>
    public string Say(string command)
    {
        Send(command + "\r\n");
        return ReadAnswer();
    }

    /// <summary>Appends a message; null, or what the server has against it.</summary>
    public string? Append(string mailbox, byte[] message)
    {
        Send(string.Create(CultureInfo.InvariantCulture, $"APPEND {mailbox} {{{message.Length}}}\r\n"));
        var invitation = ReadLine();
        if (!invitation.StartsWith('+'))
            return invitation;
        _stream.Write(message);
        _stream.Write("\r\n"u8);
        _stream.Flush();
        while (true)
        {
            var line = ReadLine();
            if (line.StartsWith("t ", StringComparison.Ordinal))
                return line.StartsWith("t OK", StringComparison.Ordinal) ? null : line;
        }
    }

    /// <summary>An item of a message, which the answer may call by another name.</summary>
    public ImapNode Fetch(int number, string item, string? name = null)
    {
        name ??= item;
        var said = Say(string.Create(CultureInfo.InvariantCulture, $"FETCH {number} ({item})"));
        var at = said.IndexOf(name + " ", StringComparison.Ordinal) + name.Length + 1;
        return ImapNode.Read(said, ref at);
    }

    /// <summary>All messages of a mailbox, octets as Latin-1, in no order.</summary>
    public List<string> ReadAll(string mailbox)
    {
        var said = Say($"EXAMINE {mailbox}");
        var line = said.Split("\r\n").Single(line => line.EndsWith(" EXISTS", StringComparison.Ordinal));
        var count = int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(1, count).Select(number => Fetch(number, "BODY.PEEK[]", "BODY[]").Text!)];
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }

    private void Send(string line)
    {
        _stream.Write(Encoding.Latin1.GetBytes("t " + line));
        _stream.Flush();
    }

    private string ReadAnswer()
    {
        var said = new StringBuilder();
        while (true)
        {
            var line = ReadLine();
            if (line.StartsWith("t ", StringComparison.Ordinal))
            {
                Assert.StartsWith("t OK", line, StringComparison.Ordinal);
                return said.ToString();
            }

            said.Append(line).Append("\r\n");
            while (line.EndsWith('}'))
            {
                var length = int.Parse(line.AsSpan()[(line.LastIndexOf('{') + 1)..^1], CultureInfo.InvariantCulture);
                var literal = new byte[length];
                _stream.ReadExactly(literal);
                said.Append(Encoding.Latin1.GetString(literal));
                line = ReadLine();
                said.Append(line).Append("\r\n");
            }
        }
    }

    private string ReadLine()
    {
        var line = new StringBuilder();
        while (true)
        {
            var octet = _stream.ReadByte();
            if (octet < 0)
                throw new EndOfStreamException($"The server hung up after: {line}");
            if (octet == '\n' && line is [.., '\r'])
                return line.ToString(0, line.Length - 1);
            line.Append((char)octet);
        }
    }

    private const int PatienceMilliseconds = 60_000;
}
