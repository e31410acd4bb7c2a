using Rockdove.Imap;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>One message of an APPEND while it comes.</summary>
internal sealed class ArrivingMessage(AppendQuestion question, FlagSet flags, IStagedMessage staged) : IAsyncDisposable
{
    private readonly DetailsScanner _scanner = new();
    private readonly HeaderWatch _header = new();

    /// <summary>There is UTF-8 in its header, or what else has eight bits, and nobody said so.</summary>
    public bool IsUndeclaredUtf8 => _header.HasEightBit && !question.IsUtf8;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await staged.WriteAsync(content, cancellationToken);
        _scanner.Write(content.Span);
        _header.Write(content.Span);
    }

    public MessageToAppend ToAppend(DateTimeOffset now) =>
        new(staged, _scanner.Complete(), question.InternalDate ?? now, flags);

    public ValueTask DisposeAsync() => staged.DisposeAsync();
}
