using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Rockdove.Cli.Tests;

/// <summary>A collector of OpenTelemetry that keeps what it is sent, over HTTP and gRPC.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<OtlpRequest> _requests = Channel.CreateUnbounded<OtlpRequest>();
    private ListenOptions? _listen;
    private int _connections;

    private OtlpReceiver(HttpProtocols protocols)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            listen.Use(next => connection =>
            {
                Interlocked.Increment(ref _connections);
                return next(connection);
            });
            _listen = listen;
        }));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Address => $"http://{_listen!.IPEndPoint}";

    /// <summary>How many have come, whether or not they said something.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>What is answered; a redirection is to <c>/elsewhere</c>.</summary>
    public int Status { get; set; } = 200;

    /// <summary>The status of gRPC, where that is spoken.</summary>
    public int GrpcStatus { get; set; }

    /// <summary>Requests wait for that before they are answered.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public static async Task<OtlpReceiver> StartAsync(HttpProtocols protocols = HttpProtocols.Http1)
    {
        var receiver = new OtlpReceiver(protocols);
        await receiver._app.StartAsync(RockdoveProcess.Patience);
        return receiver;
    }

    /// <summary>The next request that is as it should be; others are passed over.</summary>
    public async Task<OtlpRequest> WaitAsync(Func<OtlpRequest, bool> isRight)
    {
        await foreach (var request in _requests.Reader.ReadAllAsync(RockdoveProcess.Patience))
        {
            if (isRight(request))
                return request;
        }

        throw new EndOfStreamException();
    }

    /// <summary>All requests that nobody has waited for.</summary>
    public IReadOnlyList<OtlpRequest> TakeAll()
    {
        var all = new List<OtlpRequest>();
        while (_requests.Reader.TryRead(out var request))
            all.Add(request);
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var isGrpc = context.Request.ContentType == "application/grpc";
        ReadOnlyMemory<byte> octets = body.ToArray();
        await _requests.Writer.WriteAsync(new OtlpRequest(
            context.Request.Path, new HeaderDictionary(context.Request.Headers.ToDictionary()),
            new ProtobufText(isGrpc ? octets[5..] : octets))); // Before a message of gRPC: a flag and its length.
        await Gate.WaitAsync(context.RequestAborted);
        context.Response.StatusCode = Status;
        if (Status is 301 or 307)
            context.Response.Headers.Location = "/elsewhere";
        if (!isGrpc)
            return;
        context.Response.ContentType = "application/grpc";
        if (GrpcStatus == 0)
            await context.Response.Body.WriteAsync(new byte[5]); // An empty message.
        context.Response.AppendTrailer("grpc-status", $"{GrpcStatus}");
    }
}
