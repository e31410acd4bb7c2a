using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Imap;

/// <summary>Lines of a client that are no commands: responses to challenges, and the end of IDLE.</summary>
internal sealed class ExchangeState(ImapServerEngine engine, LoginExchange login)
{
    private readonly ExchangeLines _lines = new(engine.Protocol);

    /// <summary>Takes a response to a challenge. False when there is none yet.</summary>
    public bool TakeResponse(ref SequenceReader<byte> input)
    {
        var status = _lines.Read(ref input, out var line);
        engine.Announce(_lines.Announced);
        if (status == LineStatus.NeedInput)
            return false;
        if (status == LineStatus.Endless)
            engine.Close(ImapReplies.Endless);
        else if (status == LineStatus.BareLineFeed)
            login.Fail(ImapReplies.BareLineFeed);
        else
            login.Respond(line);
        return true;
    }

    /// <summary>Takes what ends IDLE. False when nothing has come yet.</summary>
    public bool TakeIdleEnd(ref SequenceReader<byte> input)
    {
        var status = _lines.Read(ref input, out var line);
        engine.Announce(_lines.Announced);
        if (status == LineStatus.NeedInput)
            return false;
        engine.Enter(EngineMode.Command);
        if (status == LineStatus.Endless)
            engine.Close(ImapReplies.Endless);
        else if (status == LineStatus.Line && System.Text.Ascii.EqualsIgnoreCase(line, "DONE"u8))
            engine.Reply(ImapReplies.Completed); // RFC 9051 section 9: strings of the grammar are in any case.
        else
            engine.Reply(ImapReplies.NotDone);
        return true;
    }
}
