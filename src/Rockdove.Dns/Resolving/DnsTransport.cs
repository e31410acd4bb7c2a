using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Rockdove.Dns;

/// <summary>
/// Asks one server once. A datagram counts when it comes from the server's address to the port that was drawn for this
/// question, and repeats the number and the question: whoever wants to forge one has to guess all of that (RFC 5452).
/// </summary>
internal sealed class DnsTransport(DnsResolverOptions options)
{
    /// <summary>Asks over UDP, and over TCP when the answer is cut off.</summary>
    /// <exception cref="SocketException">The server cannot be reached, or hung up.</exception>
    /// <exception cref="InvalidDataException">What it answers cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public async Task<DnsMessage> AskAsync(
        IPEndPoint server, DnsQuestion question, bool isExtended, CancellationToken cancellationToken)
    {
        var query = new DnsMessage
        {
            Id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1),
            WantsRecursion = true,
            IsAuthentic = true, // Tell us whether it is: RFC 6840 section 5.7.
            Questions = [question with { Name = Written(question.Name) }],
            Extension = isExtended
                ? new DnsExtension { PayloadBytes = options.PayloadBytes, WantsSignatures = true }
                : null,
        };
        var octets = query.ToArray();
        var answer = await AskByUdpAsync(server, query, octets, cancellationToken);
        return answer.IsTruncated ? await AskByTcpAsync(server, query, octets, cancellationToken) : answer;
    }

    private async Task<DnsMessage> AskByUdpAsync(
        IPEndPoint server, DnsMessage query, byte[] octets, CancellationToken cancellationToken)
    {
        // Each question has a socket, so that each has a port. Connected, it hears nobody but the server.
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellationToken);
        await socket.SendAsync(octets, cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(MaximumBytes);
        string? problem = null;
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(0, MaximumBytes), cancellationToken);

                // Whatever is no answer may be a forgery, and the answer still be on its way.
                if (!DnsMessage.TryRead(buffer.AsSpan(0, received), out var message, out var broken))
                    problem = broken;
                else if (Answers(message, query))
                    return message;
            }
        }
        catch (OperationCanceledException) when (problem is not null)
        {
            throw new InvalidDataException(problem);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<DnsMessage> AskByTcpAsync(
        IPEndPoint server, DnsMessage query, byte[] octets, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, cancellationToken);
        await using var stream = new NetworkStream(socket);
        var framed = new byte[octets.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)octets.Length);
        octets.CopyTo(framed, 2);
        try
        {
            await stream.WriteAsync(framed, cancellationToken);
            var length = new byte[2];
            await stream.ReadExactlyAsync(length, cancellationToken);
            var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(answer, cancellationToken);
            if (!DnsMessage.TryRead(answer, out var message, out var problem))
                throw new InvalidDataException(problem);
            return Answers(message, query) && !message.IsTruncated
                ? message
                : throw new InvalidDataException("What came over TCP is no answer to the question.");
        }
        catch (IOException broken)
        {
            throw broken.InnerException as SocketException ?? new SocketException((int)SocketError.ConnectionReset);
        }
    }

    /// <summary>An answer repeats the question. That there is none may be said without.</summary>
    private bool Answers(DnsMessage message, DnsMessage query) =>
        message.IsResponse && message.Id == query.Id && message.Operation == query.Operation
        && message.Questions switch
        {
            [var same] => same == query.Questions[0]
                && (!options.MixesCase || same.Name.Wire.SequenceEqual(query.Questions[0].Name.Wire)),
            [] => message.ResponseCode is not (DnsResponseCode.NoError or DnsResponseCode.NameError),
            _ => false,
        };

    private DnsName Written(DnsName name)
    {
        if (!options.MixesCase)
            return name;
        var wire = name.Wire.ToArray();
        for (var i = 0; i < wire.Length; i++)
        {
            if (char.IsAsciiLetter((char)wire[i]) && RandomNumberGenerator.GetInt32(2) == 0)
                wire[i] ^= 0x20;
        }

        return DnsName.TryFromWire(wire, out var mixed) ? mixed : name;
    }

    /// <summary>No message is longer: TCP has two octets for its length.</summary>
    private const int MaximumBytes = ushort.MaxValue;
}
