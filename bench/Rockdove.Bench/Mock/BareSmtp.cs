using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Rockdove.Hosting;
using Rockdove.Smtp;

namespace Rockdove.Bench;

/// <summary>The host with a handler that keeps the octets of a message and forgets them.</summary>
internal sealed class BareSmtp
{
    private readonly ConnectionDelegate _connections;

    public BareSmtp()
    {
        var pipes = new ConnectionBuilder(new ServiceCollection().BuildServiceProvider());
        pipes.UseSmtp(smtp => smtp.Handle(new Keeping()));
        _connections = pipes.Build();
    }

    /// <returns>The client's end.</returns>
    public IDuplexPipe Connect()
    {
        var (toServer, toClient) = (new Pipe(Settings), new Pipe(Settings));
        var server = new DefaultConnectionContext("bench", new Ends(toServer.Reader, toClient.Writer), null!);
        _ = Task.Run(async () =>
        {
            await _connections(server);
            await toClient.Writer.CompleteAsync();
            await toServer.Reader.CompleteAsync();
        });
        return new Ends(toClient.Reader, toServer.Writer);
    }

    private sealed class Keeping : SmtpHandler
    {
        public override ValueTask<Reception> ReceiveAsync(SmtpContext context, DataQuestion question) =>
            new(new Kept());
    }

    private sealed class Kept : MessageSink
    {
        private readonly ArrayBufferWriter<byte> _content = new();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        {
            _content.Write(content.Span);
            return default;
        }

        public override ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken) =>
            new(SmtpReplies.MessageOk);
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private static readonly PipeOptions Settings = new(useSynchronizationContext: false);
}
