using System.IO.Pipelines;
using System.Net.Security;

namespace Rockdove.Hosting;

/// <summary>
/// The plaintext of one connection, whatever is underneath: a socket's pipes at first, TLS over them once it has
/// started.
/// </summary>
/// <remarks>
/// One driver reads and writes. Others may only interrupt.
/// </remarks>
public sealed class Link(IDuplexPipe transport) : IAsyncDisposable
{
    private SslStream? _tls;
    private volatile PipeReader _input = transport.Input;
    private volatile PipeWriter _output = transport.Output;

    public PipeReader Input => _input;

    public PipeWriter Output => _output;

    /// <summary>The TLS session, for its protocol, cipher and certificates; null in clear.</summary>
    public SslStream? Tls => _tls;

    /// <summary>Does the server's side of a handshake; from then on both directions are protected.</summary>
    /// <remarks>Octets that were read and not consumed belong to the handshake, and spoil it when they are none of
    /// it.</remarks>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The handshake failed.</exception>
    /// <exception cref="IOException">The peer went away.</exception>
    public Task StartTlsAsync(SslServerAuthenticationOptions options, CancellationToken cancellationToken) =>
        ProtectAsync(tls => tls.AuthenticateAsServerAsync(options, cancellationToken));

    /// <summary>Does the client's side of a handshake.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The handshake failed.</exception>
    /// <exception cref="IOException">The peer went away.</exception>
    public Task StartTlsAsync(SslClientAuthenticationOptions options, CancellationToken cancellationToken) =>
        ProtectAsync(tls => tls.AuthenticateAsClientAsync(options, cancellationToken));

    /// <summary>Wakes whoever waits for input. From any thread.</summary>
    public void InterruptRead() => _input.CancelPendingRead();

    /// <summary>
    /// Wakes whoever waits for output to go. The connection is of no use after that. From any thread.
    /// </summary>
    public void InterruptFlush() => _output.CancelPendingFlush();

    /// <summary>Says goodbye in TLS, so that the peer need not wonder whether the end was cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_tls is null)
            return;
        try
        {
            await _tls.ShutdownAsync();
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or OperationCanceledException)
        {
            // The peer did not wait for our goodbye.
        }

        await _input.CompleteAsync();
        await _output.CompleteAsync();
        await _tls.DisposeAsync();
    }

    private async Task ProtectAsync(Func<SslStream, Task> handshake)
    {
        var tls = new SslStream(new DuplexPipeStream(_input, _output), leaveInnerStreamOpen: true);
        try
        {
            await handshake(tls);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }

        _tls = tls;
        _input = PipeReader.Create(tls, Reading);
        _output = PipeWriter.Create(tls, Writing);
    }

    /// <summary>A TLS record holds 16 KiB at most; an idle connection holds no buffer.</summary>
    private static readonly StreamPipeReaderOptions Reading =
        new(bufferSize: 16 * 1024, leaveOpen: true, useZeroByteReads: true);

    private static readonly StreamPipeWriterOptions Writing = new(leaveOpen: true);
}
