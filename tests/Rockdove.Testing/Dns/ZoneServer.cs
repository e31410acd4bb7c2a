using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Rockdove.Dns;

namespace Rockdove.Testing;

/// <summary>
/// A resolver on loopback that knows a <see cref="Zone"/> and nothing else, over UDP and TCP on the same port. It does
/// as one that validates: answers about signed names have the AD bit.
/// </summary>
public sealed class ZoneServer : IAsyncDisposable
{
    private readonly Socket _datagrams;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<AskedQuestion> _asked = new();
    private readonly Task _running;

    private ZoneServer(Zone zone, Socket datagrams, Socket listener)
    {
        Zone = zone;
        (_datagrams, _listener) = (datagrams, listener);
        _running = Task.WhenAll(TakeDatagramsAsync(), TakeConnectionsAsync());
    }

    public Zone Zone { get; }

    public IPEndPoint EndPoint => (IPEndPoint)_datagrams.LocalEndPoint!;

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyCollection<AskedQuestion> Asked => _asked;

    /// <summary>Answers EDNS with FORMERR, as servers from before it do.</summary>
    public bool RefusesExtension { get; set; }

    /// <summary>Cuts off every answer over UDP, however short.</summary>
    public bool TruncatesDatagrams { get; set; }

    /// <summary>
    /// Datagrams in place of an answer over UDP, which it is given with the question; null for the answer itself.
    /// </summary>
    public Func<DnsMessage, DnsMessage, IReadOnlyList<byte[]>>? Datagrams { get; set; }

    /// <summary>
    /// What is sent over TCP before it hangs up, in place of an answer, which it is given; null for the answer itself.
    /// </summary>
    public Func<DnsMessage, byte[]>? Stream { get; set; }

    public static ZoneServer Start() => Start(new Zone());

    public static ZoneServer Start(Zone zone)
    {
        for (var attempt = 1; ; attempt++)
        {
            var datagrams = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                datagrams.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                listener.Bind(datagrams.LocalEndPoint!);
                listener.Listen();
                return new ZoneServer(zone, datagrams, listener);
            }
            catch (SocketException) when (attempt < BindAttempts)
            {
                // The port that UDP was given is somebody's for TCP: another one.
                datagrams.Dispose();
                listener.Dispose();
            }
        }
    }

    /// <summary>A resolver that asks this server, keeps nothing, and waits no longer than a test should.</summary>
    public DnsResolver CreateResolver(TimeProvider? time = null) => new(new DnsResolverOptions
    {
        Servers = [EndPoint],
        KeptAnswers = 0,
        Time = time ?? TimeProvider.System,
    });

    /// <summary>As TCP has a message: behind its length.</summary>
    public static byte[] Framed(DnsMessage message)
    {
        var octets = message.ToArray();
        return [(byte)(octets.Length >> 8), (byte)octets.Length, .. octets];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _datagrams.Dispose();
        _listener.Dispose();
        await _running;
        _stop.Dispose();
    }

    private async Task TakeDatagramsAsync()
    {
        var buffer = new byte[ushort.MaxValue];
        try
        {
            while (true)
            {
                var received = await _datagrams.ReceiveFromAsync(
                    buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                foreach (var datagram in ByDatagram(buffer.AsSpan(0, received.ReceivedBytes)))
                    await _datagrams.SendToAsync(datagram, SocketFlags.None, received.RemoteEndPoint, _stop.Token);
            }
        }
        catch (Exception stopped) when (IsEnd(stopped))
        {
        }
    }

    private async Task TakeConnectionsAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptAsync(_stop.Token));
        }
        catch (Exception stopped) when (IsEnd(stopped))
        {
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            var length = new byte[2];
            while (true)
            {
                await stream.ReadExactlyAsync(length, _stop.Token);
                var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(query, _stop.Token);
                if (Answer(query, isTcp: true)?.Answer is not { } answer)
                    continue;
                await stream.WriteAsync(Stream is { } odd ? odd(answer) : Framed(answer), _stop.Token);
                if (Stream is not null)
                    return;
            }
        }
        catch (Exception ended) when (IsEnd(ended))
        {
        }
    }

    private IReadOnlyList<byte[]> ByDatagram(ReadOnlySpan<byte> octets)
    {
        if (Answer(octets, isTcp: false) is not var (query, answer))
            return [];
        if (Datagrams is { } odd)
            return odd(query, answer);
        var whole = answer.ToArray();
        return whole.Length <= (query.Extension?.PayloadBytes ?? 512) && !TruncatesDatagrams
            ? [whole]
            : [(answer with { IsTruncated = true, Answers = [], Authorities = [] }).ToArray()];
    }

    private (DnsMessage Query, DnsMessage Answer)? Answer(ReadOnlySpan<byte> octets, bool isTcp)
    {
        if (!DnsMessage.TryRead(octets, out var query, out _) || query.IsResponse || query.Questions.Count != 1)
            return null;
        _asked.Enqueue(new AskedQuestion(query.Questions[0], isTcp, query.Extension is not null));
        if (RefusesExtension && query.Extension is not null)
        {
            return (query, new DnsMessage
            {
                Id = query.Id,
                IsResponse = true,
                ResponseCode = DnsResponseCode.FormatError,
                Questions = query.Questions,
            });
        }

        return Zone.Answer(query) is { } answer ? (query, answer) : null;
    }

    private static bool IsEnd(Exception error) =>
        error is OperationCanceledException or ObjectDisposedException or SocketException or IOException;

    private const int BindAttempts = 20;
}

/// <summary>A question as it came.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="IsTcp">How.</param>
/// <param name="HasExtension">With EDNS.</param>
public sealed record AskedQuestion(DnsQuestion Question, bool IsTcp, bool HasExtension);
