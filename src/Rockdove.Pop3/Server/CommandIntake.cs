using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Pop3;

/// <summary>
/// Takes lines from the client and sees that each is run or refused. On the engine it does what a verb may do, and
/// nothing else.
/// </summary>
internal sealed class CommandIntake(Pop3ServerEngine engine)
{
    private readonly Pop3Protocol _protocol = engine.Protocol;
    private LineReader _lines;

    /// <summary>Takes the next command. False when there is no whole line yet.</summary>
    public bool Take(ref SequenceReader<byte> input)
    {
        switch (Read(ref input, _protocol.Limits.CommandLineBytes, out var line))
        {
            case LineStatus.NeedInput:
                return false;
            case LineStatus.TooLong:
                engine.Reply(Pop3Replies.LineTooLong);
                return true;
            case LineStatus.Endless:
                engine.Close(Pop3Replies.LineWithoutEnd);
                return true;
            case LineStatus.BareLineFeed:
                engine.Reply(Pop3Replies.BareLineFeed);
                return true;
        }

        Run(line);
        return true;
    }

    /// <summary>
    /// Reads a line of an authentication exchange. A bare line feed is reported only where it is not allowed.
    /// </summary>
    public LineStatus ReadResponse(ref SequenceReader<byte> input, out ReadOnlySpan<byte> line) =>
        Read(ref input, _protocol.Limits.SaslLineBytes, out line);

    private LineStatus Read(ref SequenceReader<byte> input, int limitBytes, out ReadOnlySpan<byte> line)
    {
        var status = _lines.Read(ref input, limitBytes, _protocol.Limits.DiscardedLineBytes, out line);
        return status == LineStatus.BareLineFeed && _protocol.Allows(Pop3Leniencies.BareLineFeedCommands)
            ? LineStatus.Line
            : status;
    }

    private void Run(ReadOnlySpan<byte> line)
    {
        var trimmed = _protocol.Allows(Pop3Leniencies.TrailingSpace) ? line.TrimEnd(" \t"u8) : line;
        var space = trimmed.IndexOf((byte)' ');
        var word = space < 0 ? trimmed : trimmed[..space];
        var verb = _protocol.FindVerb(word);
        engine.Observer?.OnCommand(verb);
        if (verb is null)
        {
            engine.Reply(Pop3Protocol.IsHttp(word) ? Pop3Replies.NotHttp : Pop3Replies.UnknownCommand);
            return;
        }

        if (WhyNot(verb) is { } refusal)
        {
            engine.Reply(refusal);
            return;
        }

        // A space that no argument follows is an empty argument, which no command but PASS has.
        var argument = space < 0 ? default : (verb.TakesWholeLine ? line : trimmed)[(space + 1)..];
        if (argument.ContainsAny((byte)0, (byte)'\r'))
            engine.Reply(Pop3Replies.NulInCommand);
        else if (space >= 0 && argument.IsEmpty && !verb.TakesWholeLine)
            engine.Reply(Pop3Replies.BadArgument);
        else
            verb.Run(engine, argument);
    }

    /// <summary>Why the verb cannot be said now, whatever its argument; null when it can.</summary>
    private Pop3Reply? WhyNot(Pop3Verb verb)
    {
        var session = engine.Session;
        if ((verb.AllowedIn & session.Phase) == 0)
            return session.Phase == Pop3Phase.Authorization ? Pop3Replies.LogInFirst : Pop3Replies.LoggedIn;
        return _protocol.Options.RequiresTls && !session.IsSecure && !verb.IsAllowedBeforeTls
            ? Pop3Replies.EncryptionNeeded
            : null;
    }
}
