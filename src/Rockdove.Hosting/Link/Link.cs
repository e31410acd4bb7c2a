using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;

namespace Rockdove.Hosting;

/// <summary>
/// The plaintext of one connection, whatever is underneath: a socket's pipes at first, TLS over them once it has
/// started, and DEFLATE over that.
/// </summary>
/// <remarks>
/// One driver reads and writes. Others may only interrupt.
/// </remarks>
public sealed class Link(IDuplexPipe transport) : IAsyncDisposable
{
    private readonly List<ILinkTap> _taps = [];
    private PipeReader _reader = transport.Input;
    private PipeWriter _writer = transport.Output;
    private SslStream? _tls;
    private DeflatedStream? _deflated;
    private ILineTap? _editor;
    private TimeProvider _time = TimeProvider.System;
    private volatile bool _isCut;
    private bool _isEnding;
    private volatile HangUp _hangsUp;
    private volatile PipeReader _input = transport.Input;
    private volatile PipeWriter _output = transport.Output;

    public PipeReader Input => _input;

    public PipeWriter Output => _output;

    /// <summary><see cref="Cut"/> was called.</summary>
    public bool IsCut => _isCut;

    /// <summary>Whether, and how, <see cref="HangUp(Hosting.HangUp)"/> was called.</summary>
    public HangUp HangsUp => _hangsUp;

    /// <summary>
    /// The connection is hung up, or will be once the lines before that have gone: nothing more is read.
    /// </summary>
    internal bool IsEnding => _isEnding || _hangsUp != Hosting.HangUp.None;

    /// <summary>The TLS session, for its protocol, cipher and certificates; null in clear.</summary>
    public SslStream? Tls => _tls;

    /// <summary>The protocol and cipher of TLS, as in <c>TLSv1.3 TLS_AES_256_GCM_SHA384</c>; null in clear.</summary>
    public string? TlsText => _tls is null ? null : $"{Name(_tls.SslProtocol)} {_tls.NegotiatedCipherSuite}";

    /// <summary>Lets a tap see what goes through, from now on and in clear. Before the first octet has.</summary>
    /// <exception cref="InvalidOperationException">There is a tap that edits already.</exception>
    public void Tap(ILinkTap tap)
    {
        if (_editor is not null)
            throw new InvalidOperationException("Taps come before the one that edits: they see what is really sent.");
        _taps.Add(tap);
        _input = new TappedReader(_input, tap);
        _output = new TappedWriter(_output, tap);
    }

    /// <summary>
    /// Lets one tap change what the server sends, from now on and in clear. Other taps see the result.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is one already.</exception>
    public void Edit(ILineTap editor, TimeProvider time)
    {
        if (_editor is not null)
            throw new InvalidOperationException("A link has one tap that edits.");
        (_editor, _time) = (editor, time);
        _output = new EditedWriter(_output, editor, this, time);
    }

    /// <summary>Does the server's side of a handshake; from then on both directions are protected.</summary>
    /// <remarks>Octets that were read and not consumed belong to the handshake, and spoil it when they are none of
    /// it.</remarks>
    /// <exception cref="AuthenticationException">The handshake failed.</exception>
    /// <exception cref="IOException">The peer went away.</exception>
    public Task StartTlsAsync(SslServerAuthenticationOptions options, CancellationToken cancellationToken) =>
        ProtectAsync(tls => tls.AuthenticateAsServerAsync(options, cancellationToken));

    /// <summary>Does the server's side of a handshake, with settings for the name that the client asks for.</summary>
    /// <remarks>As for <see cref="StartTlsAsync(SslServerAuthenticationOptions, CancellationToken)"/>.</remarks>
    /// <exception cref="AuthenticationException">The handshake failed.</exception>
    /// <exception cref="IOException">The peer went away.</exception>
    public Task StartTlsAsync(
        Func<string?, SslServerAuthenticationOptions> byName, CancellationToken cancellationToken) =>
        ProtectAsync(tls => tls.AuthenticateAsServerAsync(
            (_, hello, _, _) => new(byName(hello.ServerName is { Length: > 0 } name ? name : null)),
            state: null,
            cancellationToken));

    /// <summary>Does the client's side of a handshake.</summary>
    /// <exception cref="AuthenticationException">The handshake failed.</exception>
    /// <exception cref="IOException">The peer went away.</exception>
    public Task StartTlsAsync(SslClientAuthenticationOptions options, CancellationToken cancellationToken) =>
        ProtectAsync(tls => tls.AuthenticateAsClientAsync(options, cancellationToken));

    /// <summary>
    /// From here on both directions are compressed (RFC 4978). Octets that were read and not consumed belong to the
    /// compressed stream.
    /// </summary>
    /// <exception cref="InvalidOperationException">They are already.</exception>
    internal void StartCompression()
    {
        if (_deflated is not null)
            throw new InvalidOperationException("The connection is compressed already.");
        _deflated = new DeflatedStream(new DuplexPipeStream(_reader, _writer));
        Over(PipeReader.Create(_deflated, Inflating), PipeWriter.Create(_deflated, Writing));
    }

    /// <summary>Wakes whoever waits for input. From any thread.</summary>
    public void InterruptRead() => _input.CancelPendingRead();

    /// <summary>
    /// Has the driver end the connection before it does anything else; the first call counts. Only from the driver's
    /// own thread of control: a handler, a sink, a tap.
    /// </summary>
    public void HangUp(HangUp how) => _hangsUp = _hangsUp == Hosting.HangUp.None ? how : _hangsUp;

    /// <summary>A tap has decided on lines after which it hangs up.</summary>
    internal void BeginEnding() => _isEnding = true;

    /// <summary>
    /// Gives the connection up: nobody waits for output to go any more, and no goodbye is said. From any thread.
    /// </summary>
    public void Cut()
    {
        _isCut = true;
        _output.CancelPendingFlush();
    }

    /// <summary>Says goodbye in TLS, so that the peer need not wonder whether the end was cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var tap in _taps)
        {
            if (_hangsUp != Hosting.HangUp.None)
                tap.OnHangUp(_hangsUp);
            tap.OnEnd();
        }

        _deflated?.Dispose();
        if (_tls is null)
            return;
        try
        {
            if (!_isCut)
                await _tls.ShutdownAsync().WaitAsync(GoodbyePatience);
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or OperationCanceledException
            or TimeoutException)
        {
            _isCut = true; // The peer did not wait for our goodbye.
        }

        // With an exception the writer drops what it still holds; without one it would wait for it to go.
        var reason = _isCut ? new IOException("The connection was cut.") : null;
        await (_deflated is null ? _input : _reader).CompleteAsync(reason);
        await (_deflated is null ? _output : _writer).CompleteAsync(reason);
        await _tls.DisposeAsync();
    }

    private async Task ProtectAsync(Func<SslStream, Task> handshake)
    {
        // Not left open, since an SslStream that leaves its inner stream open flushes it, and waits for a peer that may
        // never read. Closing a DuplexPipeStream closes nothing.
        var tls = new SslStream(new DuplexPipeStream(transport.Input, transport.Output), leaveInnerStreamOpen: false);
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
        (_reader, _writer) = (PipeReader.Create(tls, Reading), PipeWriter.Create(tls, Writing));
        foreach (var tap in _taps)
            tap.OnTls(tls);
        Over(_reader, _writer);
    }

    /// <summary>From here on the plaintext goes this way, under the eyes of the taps.</summary>
    private void Over(PipeReader input, PipeWriter output)
    {
        foreach (var tap in _taps)
        {
            input = new TappedReader(input, tap);
            output = new TappedWriter(output, tap);
        }

        if (_editor is not null)
            output = new EditedWriter(output, _editor, this, _time);
        (_input, _output) = (input, output);
    }

    private static string Name(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls12 => "TLSv1.2",
        SslProtocols.Tls13 => "TLSv1.3",
        var other => other.ToString(),
    };

    /// <summary>Goodbye is one small record: a peer that does not take it has other worries.</summary>
    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(1);

    /// <summary>A TLS record holds 16 KiB at most; an idle connection holds no buffer.</summary>
    private static readonly StreamPipeReaderOptions Reading =
        new(bufferSize: 16 * 1024, leaveOpen: true, useZeroByteReads: true);

    private static readonly StreamPipeReaderOptions Inflating = new(bufferSize: 4 * 1024, leaveOpen: true);

    private static readonly StreamPipeWriterOptions Writing = new(leaveOpen: true);
}
