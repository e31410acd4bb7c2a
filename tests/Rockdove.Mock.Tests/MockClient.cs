using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Rockdove.Mock.Tests;

/// <summary>A client that says what it is told to, over a socket or over pipes in memory.</summary>
internal sealed class MockClient : IAsyncDisposable
{
    private readonly Socket? _socket;
    private Stream _stream;
    private readonly byte[] _one = new byte[1];

    private MockClient(Stream stream, Socket? socket) => (_stream, _socket) = (stream, socket);

    public static MockClient InMemory(MockMailServer server)
    {
        var pipe = server.ConnectInMemory();
        return new MockClient(new PipeStream(pipe), null);
    }

    public static async Task<MockClient> ConnectAsync(MockMailServer server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, server.Port, TestContext.Current.CancellationToken);
        return new MockClient(new NetworkStream(socket), socket);
    }

    public Stream Stream => _stream;

    /// <summary>Sends lines, each with CRLF.</summary>
    public Task SayAsync(params string[] lines) => SendAsync(string.Concat(lines.Select(line => line + "\r\n")));

    public async Task SendAsync(string text) =>
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>Closes the client's side and goes on listening.</summary>
    public async Task EndSayingAsync()
    {
        if (_stream is PipeStream pipe)
            await pipe.EndAsync();
        _socket?.Shutdown(SocketShutdown.Send);
    }

    /// <summary>The next line without CRLF; null at the end.</summary>
    public async Task<string?> ReadLineAsync()
    {
        var line = new List<byte>();
        using var bound = new CancellationTokenSource(Patience);
        while (await _stream.ReadAsync(_one, bound.Token) == 1)
        {
            if (_one[0] == '\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(_one[0]);
        }

        return line.Count == 0 ? null : Encoding.UTF8.GetString([.. line]);
    }

    /// <summary>The next whole reply, its lines joined with <c>|</c>.</summary>
    public async Task<string> ReadReplyAsync()
    {
        var reply = "";
        while (await ReadLineAsync() is { } line)
        {
            reply += line;
            if (line.Length < 4 || line[3] != '-')
                return reply;
            reply += "|";
        }

        return reply + "(end)";
    }

    /// <summary>Says a line and gives the reply.</summary>
    public async Task<string> AskAsync(string line)
    {
        await SayAsync(line);
        return await ReadReplyAsync();
    }

    /// <summary>Greets, so that mail can begin.</summary>
    public async Task HelloAsync()
    {
        await ReadReplyAsync();
        Assert.StartsWith("250-", await AskAsync("EHLO client.test"), StringComparison.Ordinal);
    }

    /// <summary>
    /// Does the client's side of a handshake. The certificate must be good, unless a check says otherwise.
    /// </summary>
    public async Task<SslStream> StartTlsAsync(
        RemoteCertificateValidationCallback check, string name = "mock.test")
    {
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = tls;
        using var bound = new CancellationTokenSource(Patience);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = name, RemoteCertificateValidationCallback = check },
            bound.Token);
        return tls;
    }

    /// <summary>Sends PLAIN credentials; gives the reply.</summary>
    public Task<string> PlainAsync(string user, string password) =>
        AskAsync("AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}")));

    /// <summary>One whole transaction; gives the last reply.</summary>
    public async Task<string> MailAsync(string from, string to, string content = "Subject: x\r\n\r\nHello\r\n")
    {
        await SayAsync($"MAIL FROM:<{from}>", $"RCPT TO:<{to}>", "DATA");
        var replies = new[] { await ReadReplyAsync(), await ReadReplyAsync(), await ReadReplyAsync() };
        if (replies.FirstOrDefault(reply => reply[0] is '4' or '5') is { } refusal)
            return refusal;
        await SendAsync(content + ".\r\n");
        return await ReadReplyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _socket?.Dispose();
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private sealed class PipeStream(IDuplexPipe pipe) : Stream
    {
        private readonly Stream _input = pipe.Input.AsStream();
        private readonly Stream _output = pipe.Output.AsStream();

        public ValueTask EndAsync() => pipe.Output.CompleteAsync();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => _output.Flush();

        public override int Read(byte[] buffer, int offset, int count) => _input.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _input.ReadAsync(buffer, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => _output.Write(buffer, offset, count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default) =>
            _output.WriteAsync(buffer, cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _output.Dispose();
            _input.Dispose();
            base.Dispose(disposing);
        }
    }
}
