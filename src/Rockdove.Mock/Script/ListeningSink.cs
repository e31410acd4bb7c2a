using System.Buffers;
using Rockdove.Hosting;
using Rockdove.Smtp;

namespace Rockdove.Mock;

/// <summary>Keeps the beginning of a message, whose header a script may look at, and passes all of it on.</summary>
internal sealed class ListeningSink(MessageSink inner) : MessageSink, IIncomingMessage
{
    private readonly ArrayBufferWriter<byte> _content = new();

    public ReadOnlyMemory<byte> Content => _content.WrittenMemory;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var room = HeardBytes - _content.WrittenCount;
        _content.Write(content.Span[..Math.Min(room, content.Length)]);
        return inner.WriteAsync(content, cancellationToken);
    }

    public override ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken) =>
        inner.CompleteAsync(cancellationToken);

    public override ValueTask<IReadOnlyList<SmtpReply>> CompleteEachAsync(
        IReadOnlyList<Recipient> recipients, CancellationToken cancellationToken) =>
        inner.CompleteEachAsync(recipients, cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>More than the header of any mail that people send: the subject is in it.</summary>
    private const int HeardBytes = 64 * 1024;
}
