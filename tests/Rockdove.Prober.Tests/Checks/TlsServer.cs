using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Rockdove.Prober.Tests;

/// <summary>
/// A port on loopback that says what a server says up to the handshake, shows what it is given, and then waits for the
/// end. It may speak as servers of old did.
/// </summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly SslStreamCertificateContext? _certificate;
    private readonly string _protocol;

    /// <param name="protocol"><c>smtp</c>, <c>imap</c>, <c>pop3</c>, with an s for TLS first; or <c>https</c>.</param>
    /// <param name="certificate">What it shows; null for a server without TLS.</param>
    public TlsServer(string protocol, SslStreamCertificateContext? certificate)
    {
        (_protocol, _certificate) = (protocol, certificate);
        _listener.Start();
        _running = TakeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Name { get; init; } = "mx.example.org";

    /// <summary>The answer of a server of HTTPS, whole.</summary>
    public string HttpAnswer { get; set; } = "";

    public SslProtocols Versions { get; init; }

    /// <summary>Hangs up where the handshake is to begin.</summary>
    public bool HangsUp { get; init; }

    /// <summary>Versions of TLS as they are numbered, that it takes a first message of with its first octets.</summary>
    public IReadOnlyCollection<int> OldVersions { get; init; } = [];

    /// <summary>Takes weak ciphers too.</summary>
    public bool IsWeak { get; init; }

    /// <summary>What it was asked to be (SNI).</summary>
    public List<string> AskedNames { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _running;
        _stop.Dispose();
    }

    private async Task TakeAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException
            or InvalidOperationException)
        {
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            if (_protocol is "smtp" or "imap" or "pop3" && !await OpenAsync(stream))
                return;
            if (HangsUp || await AnswersOldHelloAsync(socket, stream))
                return;
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(
                (_, hello, _, _) =>
                {
                    lock (AskedNames)
                        AskedNames.Add(hello.ServerName);
                    return new(new SslServerAuthenticationOptions
                    {
                        ServerCertificateContext = _certificate,
                        EnabledSslProtocols = Versions,
                    });
                },
                null,
                _stop.Token);
            await TalkAsync(tls);
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or AuthenticationException
            or ObjectDisposedException)
        {
        }
    }

    /// <summary>Up to the word before the handshake; false when there is none.</summary>
    private async Task<bool> OpenAsync(Stream stream)
    {
        await SayAsync(stream, Greeting);
        while (await ReadLineAsync(stream) is { } line)
        {
            var words = line.Split(' ');
            var tag = _protocol == "imap" ? words[0] : "";
            switch ((_protocol == "imap" ? words[1] : words[0]).ToUpperInvariant())
            {
                case "EHLO":
                    await SayAsync(stream, _certificate is null ? $"250 {Name}" : $"250-{Name}\r\n250 STARTTLS");
                    break;
                case "CAPA":
                    await SayAsync(stream, _certificate is null ? "+OK\r\n." : "+OK\r\nSTLS\r\n.");
                    break;
                case "CAPABILITY":
                    await SayAsync(stream, $"* CAPABILITY {Capabilities}\r\n{tag} OK");
                    break;
                case "STARTTLS":
                    await SayAsync(stream, _protocol == "imap" ? $"{tag} OK go" : "220 go");
                    return true;
                case "STLS":
                    await SayAsync(stream, "+OK go");
                    return true;
                default:
                    return false;
            }
        }

        return false;
    }

    private string Greeting => _protocol.TrimEnd('s') switch
    {
        "imap" => $"* OK [CAPABILITY {Capabilities}] ready",
        "pop3" or "pop3s" => "+OK ready",
        _ => $"220 {Name} ESMTP",
    };

    private string Capabilities => _certificate is null || _protocol == "imaps" ? "IMAP4rev1" : "IMAP4rev1 STARTTLS";

    /// <summary>Takes a first message of old with the beginning of an answer.</summary>
    private async Task<bool> AnswersOldHelloAsync(Socket socket, Stream stream)
    {
        if (OldVersions.Count == 0 && !IsWeak)
            return false;
        var hello = new byte[HelloBytes];
        if (await socket.ReceiveAsync(hello, SocketFlags.Peek, _stop.Token) < hello.Length)
            return false;
        var version = (hello[9] << 8) | hello[10];
        var isOurs = hello[43] == 0; // No session: libraries of today have one, for TLS 1.3.
        if (!OldVersions.Contains(version) && !(IsWeak && isOurs && version == 0x0303))
            return false;
        byte[] answer = [22, hello[9], hello[10], 0, 77, 2, 0, 0, 73, hello[9], hello[10], .. new byte[71]];
        await stream.WriteAsync(answer, _stop.Token);
        return true;
    }

    private async Task TalkAsync(Stream tls)
    {
        if (_protocol == "https")
        {
            while (await ReadLineAsync(tls) is { Length: > 0 })
            {
            }

            await tls.WriteAsync(Encoding.UTF8.GetBytes(HttpAnswer), _stop.Token);
            return;
        }

        if (_protocol.Length > 4)
        {
            await SayAsync(tls, Greeting);
        }

        while (await ReadLineAsync(tls) is { } line)
        {
            var words = line.Split(' ');
            await SayAsync(tls, _protocol[..4] switch
            {
                "imap" => $"* CAPABILITY IMAP4rev1\r\n{words[0]} OK",
                "pop3" => "+OK\r\n.",
                _ => $"250 {Name}",
            });
        }
    }

    private async Task SayAsync(Stream stream, string lines) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{lines}\r\n"), _stop.Token);

    private async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new List<byte>();
        var octet = new byte[1];
        while (await stream.ReadAsync(octet, _stop.Token) == 1)
        {
            if (octet[0] == '\n')
                return Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
            line.Add(octet[0]);
        }

        return null;
    }

    private const int HelloBytes = 46;
}
