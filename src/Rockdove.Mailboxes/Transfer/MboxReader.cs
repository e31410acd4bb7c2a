using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Reads one mbox, ours or another program's: a message begins with a line of <c>From</c>, sender and date, at the
/// beginning or below an empty line; any other such line belongs to the message. Lines end in LF or CRLF and are kept
/// with CRLF. A <c>&gt;</c> before <c>From </c> is taken off (mboxrd; right for most of mboxo).
/// </summary>
internal sealed class MboxReader(ImportTarget target, string path, MailboxName mailbox)
{
    private readonly BodyBuffer _buffer = new();
    private IStagedMessage? _staged;
    private MboxFields _fields = new();
    private string _sender = "", _where = "";
    private DateTimeOffset _date;
    private int _ownLines; // Of our own first lines seen; -1 in the header of another's, then MboxFields.OwnLines.
    private bool _isInHeader, _isTaken;

    /// <exception cref="ArchiveException">It is no mbox.</exception>
    public async Task ReadAsync(Stream input, CancellationToken token)
    {
        var cutter = new LineCutter(input);
        ReadOnlyMemory<byte> emptyLine = default; // Held back: it may be the one in front of a separator.
        var mayBegin = true;
        try
        {
            while (await cutter.NextAsync(token).ConfigureAwait(false))
            {
                var piece = cutter.Piece;
                if (mayBegin && cutter.StartsLine
                    && MboxFields.TryParseSeparator(WithoutEnd(piece), out var sender, out var date))
                {
                    emptyLine = default;
                    await EndAsync(token).ConfigureAwait(false);
                    await BeginAsync(cutter, sender, date, token).ConfigureAwait(false);
                    mayBegin = false;
                    continue;
                }
                if (_staged is null)
                {
                    throw new ArchiveException(
                        $"{path}, line {cutter.Line}: an mbox begins with 'From ', a sender and a date");
                }
                if (!emptyLine.IsEmpty)
                    await TakeAsync(emptyLine, startsLine: true, endsLine: true, token).ConfigureAwait(false);
                var isEmpty = cutter.StartsLine && cutter.EndsLine && WithoutEnd(piece).IsEmpty;
                emptyLine = isEmpty ? LineFeed : default;
                mayBegin = isEmpty;
                if (!isEmpty)
                    await TakeAsync(piece, cutter.StartsLine, cutter.EndsLine, token).ConfigureAwait(false);
            }
            await EndAsync(token).ConfigureAwait(false);
        }
        finally
        {
            if (_staged is not null)
                await _staged.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask BeginAsync(LineCutter at, string sender, DateTimeOffset date, CancellationToken token)
    {
        (_sender, _date, _fields) = (sender, date, new());
        _where = $"{path}, line {at.Line}";
        (_ownLines, _isInHeader, _isTaken) = (0, true, false);
        _staged = await target.StageAsync(0, token).ConfigureAwait(false);
    }

    private async ValueTask TakeAsync(
        ReadOnlyMemory<byte> piece, bool startsLine, bool endsLine, CancellationToken token)
    {
        if (_isInHeader && IsTaken(piece.Span, startsLine, endsLine))
            return;
        if (startsLine)
            piece = Unquoted(piece);
        await _buffer.AddLineAsync(_staged!, piece, endsLine, token).ConfigureAwait(false);
    }

    /// <summary>Whether a line in the header is about the mailbox, and none of the message.</summary>
    private bool IsTaken(ReadOnlySpan<byte> piece, bool startsLine, bool endsLine)
    {
        if (!startsLine)
            return _isTaken;
        var line = WithoutEnd(piece);
        if (_ownLines >= 0 && MboxFields.IsOwn(_ownLines, line))
        {
            _isTaken = _fields.TryTake(line);
            if (++_ownLines == MboxFields.OwnLines)
                _isInHeader = false; // All that follows is as it was.
            return _isTaken;
        }
        _ownLines = -1;
        if (line.IsEmpty)
            _isInHeader = false;
        if (line.IsEmpty || line[0] is not ((byte)' ' or (byte)'\t'))
            _isTaken = endsLine && _fields.TryTake(line);
        return _isTaken;
    }

    private async ValueTask EndAsync(CancellationToken token)
    {
        if (_staged is not { } staged)
            return;
        await _buffer.FlushAsync(staged, token).ConfigureAwait(false);
        _staged = null;
        await target.KeepAsync(staged, new()
        {
            Where = _where,
            Mailbox = mailbox,
            Date = _date,
            Uid = _fields.Uid,
            Flags = _fields.Flags,
            Keywords = _fields.Keywords,
            // Mozilla writes "-", and so do we where nobody knows.
            Envelope = _sender is "" or "-" ? null : new()
            {
                ReceivedAt = _date,
                ReversePath = _sender == "MAILER-DAEMON" ? "" : _sender,
                ForwardPaths = [],
            },
        }, token).ConfigureAwait(false);
    }

    private static ReadOnlyMemory<byte> Unquoted(ReadOnlyMemory<byte> line)
    {
        var run = line.Span.IndexOfAnyExcept((byte)'>');
        if (run < 0)
            run = line.Length;
        return run > MboxQuoteStream.MostRun || run > 0 && line.Span[run..].StartsWith("From "u8) ? line[1..] : line;
    }

    private static ReadOnlySpan<byte> WithoutEnd(ReadOnlyMemory<byte> line) => WithoutEnd(line.Span);

    private static ReadOnlySpan<byte> WithoutEnd(ReadOnlySpan<byte> line) => line switch
    {
        [.. var text, (byte)'\r', (byte)'\n'] => text,
        [.. var text, (byte)'\n'] => text,
        _ => line,
    };

    private static readonly byte[] LineFeed = "\n"u8.ToArray();
}
