using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Rockdove.Mailboxes;
using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>A deposit after which the oldest messages make room.</summary>
internal sealed class CaughtSink(
    CaughtMail mail, IStagedMessage staged, DeliveryEnvelope envelope, IReadOnlyList<MailboxId> inboxes,
    CaughtTagging tagging, ConnectionContext connection, TimeProvider time)
    : DepositSink(mail.Store, staged, envelope, [.. envelope.ForwardPaths.Select(_ => mail.Mailbox)], time, inboxes)
{
    private readonly IStagedMessage _staged = staged;
    private readonly DeliveryEnvelope _envelope = envelope;
    private readonly ArrayBufferWriter<byte> _header = new();
    private readonly ArrayBufferWriter<byte>? _message = tagging.Rules.Count > 0 ? new() : null;
    private bool _isHeaderOver = !tagging.FromHeader;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (!_isHeaderOver)
            KeepHeader(content.Span);
        if (_message is { WrittenCount: < CaughtTagRule.MessageBytes } kept)
            kept.Write(content.Span[..Math.Min(content.Length, CaughtTagRule.MessageBytes - kept.WrittenCount)]);
        return base.WriteAsync(content, cancellationToken);
    }

    protected override FlagSet Flags => tagging.KeywordsOf(
        _envelope, WholeLines(), _message?.WrittenMemory ?? ReadOnlyMemory<byte>.Empty, _staged.Bytes);

    // The message is kept whatever happens to the client, so its token does not count here.
    protected override ValueTask CommittedAsync(CommittedMessage message)
    {
        mail.Sessions.Keep(message.Id, connection);
        mail.Totals.Accept(_staged.Bytes);
        return mail.PruneInPassingAsync(message.Places);
    }

    private ReadOnlyMemory<byte> WholeLines() =>
        _header.WrittenMemory[..(_header.WrittenSpan.LastIndexOf("\r\n"u8) is var end and >= 0 ? end + 2 : 0)];

    private void KeepHeader(ReadOnlySpan<byte> content)
    {
        var room = content[..Math.Min(content.Length, HeaderBytes - _header.WrittenCount)];
        var before = Math.Max(_header.WrittenCount - 3, 0); // The end may lie across two pieces.
        _header.Write(room);
        var end = _header.WrittenSpan[before..].IndexOf("\r\n\r\n"u8);
        _isHeaderOver = end >= 0 || _header.WrittenCount == HeaderBytes;
    }

    /// <summary>Octets in which X-Tags is looked for: headers of mail have a few thousand.</summary>
    private const int HeaderBytes = 64 * 1024;
}
