using System.Buffers;
using Rockdove.Hosting;
using Rockdove.Smtp;

namespace Rockdove.Mock;

/// <summary>Gathers one message.</summary>
internal sealed class KeepingSink(MockHandler handler, SmtpContext context, Envelope envelope)
    : MessageSink, IIncomingMessage
{
    private readonly ArrayBufferWriter<byte> _content = new();

    /// <summary>What has come so far.</summary>
    public ReadOnlyMemory<byte> Content => _content.WrittenMemory;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _content.Write(content.Span);
        return default;
    }

    public override ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken) =>
        new(handler.Keep(context, envelope, Content));
}
