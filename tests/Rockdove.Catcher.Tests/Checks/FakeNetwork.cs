using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

/// <summary>
/// A network in memory for the fetcher: names that the test gives addresses to, and servers at addresses that the test
/// says what they answer. It remembers whom anybody connected to.
/// </summary>
internal sealed class FakeNetwork
{
    private readonly ConcurrentDictionary<string, Queue<IPAddress[]>> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<IPAddress, Func<string, string>> _servers = new();
    private readonly ConcurrentQueue<IPEndPoint> _connected = new();

    public IEnumerable<IPAddress> Connected => _connected.Select(address => address.Address);

    public IEnumerable<IPEndPoint> ConnectedTo => _connected;

    /// <summary>What each question for the name is answered in turn, the last one for ever.</summary>
    public FakeNetwork Name(string name, params string[] answers)
    {
        _names[name] = new(answers.Select(
            answer => answer.Split(' ').Select(IPAddress.Parse).ToArray()));
        return this;
    }

    /// <summary>A server, and what it answers to the head of a request.</summary>
    public FakeNetwork Server(string address, Func<string, string> answer)
    {
        _servers[IPAddress.Parse(address)] = answer;
        return this;
    }

    public GuardedFetcher Fetcher(FetchOptions? options = null)
    {
        options ??= new();
        return new(options, new GuardedConnector(options.AllowsPrivateNetworks)
        {
            Resolve = ResolveAsync,
            Connect = ConnectAsync,
        });
    }

    private Task<IPAddress[]> ResolveAsync(string name, CancellationToken stop)
    {
        if (!_names.TryGetValue(name, out var answers))
            throw new SocketException((int)SocketError.HostNotFound);
        lock (answers)
            return Task.FromResult(answers.Count > 1 ? answers.Dequeue() : answers.Peek());
    }

    private ValueTask<Stream> ConnectAsync(IPEndPoint address, CancellationToken stop)
    {
        _connected.Enqueue(address);
        return _servers.TryGetValue(address.Address, out var answer)
            ? ValueTask.FromResult<Stream>(new Conversation(answer))
            : throw new SocketException((int)SocketError.ConnectionRefused);
    }

    /// <summary>Takes a request, and answers when it is whole.</summary>
    private sealed class Conversation(Func<string, string> answer) : Stream
    {
        private readonly MemoryStream _request = new();
        private readonly TaskCompletionSource<MemoryStream> _answer =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var stream = await _answer.Task.WaitAsync(cancellationToken);
            return await stream.ReadAsync(buffer, cancellationToken);
        }

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _request.Write(buffer);
            var request = Encoding.ASCII.GetString(_request.ToArray());
            if (!request.EndsWith("\r\n\r\n", StringComparison.Ordinal))
                return;
            var text = answer(request);
            if (text.Length > 0) // A server that says nothing keeps its caller waiting.
                _answer.TrySetResult(new MemoryStream(Encoding.Latin1.GetBytes(text)));
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        /// <summary>What waits for an answer waits no longer, as with a socket.</summary>
        protected override void Dispose(bool disposing)
        {
            _answer.TrySetException(new IOException("The connection is closed."));
            base.Dispose(disposing);
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
