using System.Net.Sockets;

namespace Rockdove.Bench;

/// <summary>One connection on <see cref="SocketAsyncEventArgs"/>: no task, no state machine, one object.</summary>
internal sealed class EventConnection : SocketAsyncEventArgs
{
    private readonly Socket _socket;
    private readonly BareSession _session = new();

    private EventConnection(Socket socket, int bufferBytes)
        : base(true) // no execution context flows
    {
        _socket = socket;
        SetBuffer(GC.AllocateUninitializedArray<byte>(bufferBytes));
    }

    public static void Start(Socket socket, int bufferBytes)
    {
        var connection = new EventConnection(socket, bufferBytes);
        try
        {
            socket.Send(BareSession.Banner);
            connection.Receive();
        }
        catch (SocketException)
        {
            connection.End();
        }
    }

    protected override void OnCompleted(SocketAsyncEventArgs e)
    {
        if (Take())
            Receive();
        else
            End();
    }

    private void Receive()
    {
        while (!_socket.ReceiveAsync(this))
        {
            if (Take())
                continue;
            End();
            return;
        }
    }

    private bool Take()
    {
        if (SocketError != SocketError.Success || BytesTransferred == 0)
            return false;
        _session.Take(MemoryBuffer.Span[..BytesTransferred]);
        if (!_session.Replies.IsEmpty)
        {
            try
            {
                _socket.Send(_session.Replies.Span);
            }
            catch (SocketException)
            {
                return false;
            }

            _session.Sent();
        }

        return !_session.Closing;
    }

    private void End()
    {
        _socket.Dispose();
        Dispose();
    }
}
