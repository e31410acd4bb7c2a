namespace Rockdove.Bench;

/// <summary>
/// The least that can be said to accept mail: finds line ends, looks at the first letter, answers. It checks nothing,
/// so it shows what the runtime and the kernel cost, not what an SMTP server costs.
/// </summary>
internal sealed class BareSession
{
    private static readonly byte[] Ok = "250 2.0.0 Ok\r\n"u8.ToArray();
    private static readonly byte[] Go = "354 End data with <CR><LF>.<CR><LF>\r\n"u8.ToArray();
    private static readonly byte[] Bye = "221 2.0.0 Bye\r\n"u8.ToArray();

    private byte[] _replies = new byte[UsualReplyBytes];
    private int _replyBytes;
    private int _endMatched;
    private bool _inContent;
    private bool _atLineStart = true;
    private byte _verb;

    public static ReadOnlySpan<byte> Banner => "220 bare ESMTP\r\n"u8;

    public bool Closing { get; private set; }

    public ReadOnlyMemory<byte> Replies => _replies.AsMemory(0, _replyBytes);

    public void Sent() => _replyBytes = 0;

    /// <summary>Takes all of <paramref name="input"/>; what must be sent is in <see cref="Replies"/>.</summary>
    public void Take(ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty && !Closing)
            input = _inContent ? TakeContent(input) : TakeCommand(input);
    }

    private ReadOnlySpan<byte> TakeCommand(ReadOnlySpan<byte> input)
    {
        if (_atLineStart)
            _verb = (byte)(input[0] & 0xDF);
        var end = input.IndexOf((byte)'\n');
        _atLineStart = end >= 0;
        if (end < 0)
            return default;

        switch (_verb)
        {
            case (byte)'D':
                _inContent = true;
                _endMatched = 2; // the line end before the content counts: an empty message is a lone dot
                Reply(Go);
                break;
            case (byte)'Q':
                Closing = true;
                Reply(Bye);
                break;
            default:
                Reply(Ok);
                break;
        }

        return input[(end + 1)..];
    }

    private ReadOnlySpan<byte> TakeContent(ReadOnlySpan<byte> input)
    {
        var end = "\r\n.\r\n"u8;
        if (_endMatched > 0)
        {
            // The end may lie across two reads: go byte by byte until the beginning of a match is lost.
            for (var i = 0; i < input.Length; i++)
            {
                _endMatched = input[i] == end[_endMatched] ? _endMatched + 1 : input[i] == '\r' ? 1 : 0;
                if (_endMatched == end.Length)
                    return Finish(input[(i + 1)..]);
                if (_endMatched == 0)
                    return input[(i + 1)..];
            }

            return default;
        }

        var found = input.IndexOf(end);
        if (found >= 0)
            return Finish(input[(found + end.Length)..]);
        for (var keep = Math.Min(end.Length - 1, input.Length); keep > 0; keep--)
        {
            if (!input[^keep..].SequenceEqual(end[..keep]))
                continue;
            _endMatched = keep;
            break;
        }

        return default;
    }

    private ReadOnlySpan<byte> Finish(ReadOnlySpan<byte> rest)
    {
        _inContent = false;
        _endMatched = 0;
        Reply(Ok);
        return rest;
    }

    private void Reply(byte[] reply)
    {
        if (_replyBytes + reply.Length > _replies.Length)
            Array.Resize(ref _replies, _replies.Length * 2);
        reply.CopyTo(_replies, _replyBytes);
        _replyBytes += reply.Length;
    }

    private const int UsualReplyBytes = 256;
}
