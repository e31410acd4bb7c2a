using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>
/// What has come of the present message: as content up to its dot (DATA), in counted chunks (BDAT), or as octets that
/// nobody wants. It knows where the message is, and why it cannot be kept; the engine says what that leads to.
/// </summary>
internal sealed class MessageReception(SmtpProtocol protocol)
{
    private ContentDecoder _content;
    private SmtpReply? _refusal;
    private long _chunkBytes;
    private long _unwantedBytes;
    private ChunkState _chunks;

    /// <summary>The message that comes cannot be kept; no more of it is handed out.</summary>
    public bool IsDoomed { get; private set; }

    /// <summary>Octets of content that were decoded, kept or not.</summary>
    public long MessageBytes { get; private set; }

    /// <summary>The present chunk is the last one of its message.</summary>
    public bool IsLastChunk { get; private set; }

    /// <summary>True once BDAT has brought a part of the present message, or has failed to.</summary>
    public bool HasChunks => _chunks != ChunkState.None;

    /// <summary>True when a chunk of the present message has failed, so that no other can follow.</summary>
    public bool HasFailedChunk => _chunks == ChunkState.Failed;

    /// <summary>The first chunk waits for the host to want the message.</summary>
    public bool AwaitsVerdict => _chunks == ChunkState.Asking;

    /// <summary>There is no message any more, or not yet.</summary>
    public void Forget() => _chunks = ChunkState.None;

    /// <summary>Content up to CRLF.CRLF follows.</summary>
    public void BeginDotted() =>
        Begin(ContentDecoder.Dotted(protocol.Options.BareNewlines, protocol.Limits.ContentLineBytes));

    /// <summary>BDAT has announced a chunk; what is to be done with it.</summary>
    public ChunkFate Announce(long octets, bool isLast)
    {
        var limit = protocol.Limits.MessageBytes;
        var soFar = _chunks == ChunkState.Open ? MessageBytes : 0;
        IsLastChunk = isLast;
        if (limit > 0 && octets > limit - soFar)
        {
            _chunks = ChunkState.Failed;
            return ChunkFate.TooBig;
        }

        _chunkBytes = octets;
        if (_chunks == ChunkState.Open)
        {
            _content.BeginChunk(octets);
            return ChunkFate.GoesOn;
        }

        _chunks = ChunkState.Asking;
        return ChunkFate.NeedsVerdict;
    }

    /// <summary>The host wants the message whose first chunk was announced.</summary>
    public void AcceptFirstChunk(BodyType body)
    {
        _chunks = ChunkState.Open;
        var newlines = body == BodyType.BinaryMime ? BareNewlines.Binary : protocol.Options.BareNewlines;
        Begin(ContentDecoder.Counted(newlines, protocol.Limits.ContentLineBytes));
        _content.BeginChunk(_chunkBytes);
    }

    /// <summary>The host does not want it; its octets come all the same.</summary>
    public bool RefuseFirstChunk(SmtpReply refusal) => TryRefuse(_chunkBytes, IsLastChunk, refusal);

    /// <summary>Octets follow that nobody wants. False when they are too many to be read.</summary>
    public bool TryRefuse(long octets, bool isLast, SmtpReply refusal)
    {
        IsLastChunk = isLast;
        if (octets > protocol.Limits.DiscardedMessageBytes)
            return false;
        if (_chunks != ChunkState.None)
            _chunks = ChunkState.Failed;
        _unwantedBytes = octets;
        _refusal = refusal;
        return true;
    }

    /// <summary>Reads what nobody wants. Null until all of it came; then the reply to it.</summary>
    public SmtpReply? Discard(ref SequenceReader<byte> input)
    {
        var taken = Math.Min(_unwantedBytes, input.Remaining);
        input.Advance(taken);
        _unwantedBytes -= taken;
        return _unwantedBytes > 0 ? null : _refusal;
    }

    /// <summary>Takes what there is of the message.</summary>
    /// <param name="input">Where from; advanced past what was taken.</param>
    /// <param name="slice">
    /// What to hand out: never empty for Slice, and for MessageEnd the last of it, if there is any.
    /// </param>
    public ReceptionStatus Take(ref SequenceReader<byte> input, out ReadOnlyMemory<byte> slice)
    {
        while (true)
        {
            var piece = input.End ? default : input.UnreadSequence.First;
            var status = _content.Decode(piece, out slice, out var consumed);
            input.Advance(consumed);
            switch (status)
            {
                case ContentStatus.Slice:
                    MessageBytes += slice.Length;
                    IsDoomed = IsDoomed || WhyDoomed() is not null;
                    if (!IsDoomed)
                        return ReceptionStatus.Slice;
                    if (MessageBytes - protocol.Limits.MessageBytes > protocol.Limits.DiscardedMessageBytes)
                        return ReceptionStatus.Endless;
                    break;
                case ContentStatus.NeedInput when input.End:
                    return ReceptionStatus.NeedInput;
                case ContentStatus.End when _chunks == ChunkState.Open && !IsLastChunk:
                    return ReceptionStatus.ChunkEnd;
                case ContentStatus.End:
                    slice = _chunks == ChunkState.Open ? _content.Finish() : default;
                    MessageBytes += slice.Length;
                    if (IsDoomed)
                        slice = default;
                    return ReceptionStatus.MessageEnd;
            }
        }
    }

    /// <summary>A chunk has ended that is not the last. Returns why the message cannot be kept, or null.</summary>
    public SmtpReply? EndChunk()
    {
        var doom = WhyDoomed();
        if (doom is not null)
            _chunks = ChunkState.Failed;
        return doom;
    }

    /// <summary>Why the content that has come cannot be kept; null while it can.</summary>
    public SmtpReply? WhyDoomed()
    {
        var options = protocol.Options;
        var flaws = _content.Flaws;
        if ((flaws & ContentFlaws.BareNewline) != 0 && options.BareNewlines == BareNewlines.Refuse)
            return SmtpReplies.BareNewline;
        if (protocol.Limits.MessageBytes > 0 && MessageBytes > protocol.Limits.MessageBytes)
            return SmtpReplies.MessageTooBig;
        if ((flaws & ContentFlaws.LongLine) != 0)
            return SmtpReplies.LineOfMessageTooLong;
        return (flaws & ContentFlaws.Nul) != 0 && !options.KeepsNul ? SmtpReplies.NulInMessage : null;
    }

    private void Begin(ContentDecoder decoder)
    {
        _content = decoder;
        MessageBytes = 0;
        IsDoomed = false;
    }

    private enum ChunkState : byte
    {
        None,
        Asking,
        Open,
        Failed,
    }
}

/// <summary>What is to be done with a chunk that was announced.</summary>
internal enum ChunkFate : byte
{
    /// <summary>It is taken.</summary>
    GoesOn,

    /// <summary>It is the first one: the host has to want the message.</summary>
    NeedsVerdict,

    /// <summary>With it the message is past its limit.</summary>
    TooBig,
}

/// <summary>What one call of <see cref="MessageReception.Take"/> gave.</summary>
internal enum ReceptionStatus : byte
{
    NeedInput,
    Slice,

    /// <summary>All of a chunk came that is not the last.</summary>
    ChunkEnd,

    /// <summary>All of the message came.</summary>
    MessageEnd,

    /// <summary>The message is refused, and goes on too long to be read to its end.</summary>
    Endless,
}
