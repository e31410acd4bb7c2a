using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>
/// Takes lines from the client and sees that each is run or refused. On the engine it does what a verb may do, and
/// nothing else.
/// </summary>
internal sealed class CommandIntake(SmtpServerEngine engine, ReplyWriter replies)
{
    private readonly SmtpProtocol _protocol = engine.Protocol;
    private readonly CommandGate _gate = new(engine.Protocol, engine.Session);
    private LineReader _lines;
    private byte[]? _held;

    /// <summary>The greeting was no welcome: nothing but QUIT is left.</summary>
    public void TurnAway() => _gate.IsTurnedAway = true;

    /// <summary>Takes the next command. False when there is no whole line yet.</summary>
    public bool Take(ref SequenceReader<byte> input)
    {
        if (_held is { } held)
        {
            _held = null;
            Run(held);
            return true;
        }

        switch (Read(ref input, _protocol.Limits.CommandLineBytes, out var line))
        {
            case LineStatus.NeedInput:
                return false;
            case LineStatus.TooLong:
                RefuseTooLong(line);
                return true;
            case LineStatus.Endless:
                engine.Close(SmtpReplies.LineWithoutEnd);
                return true;
            case LineStatus.BareLineFeed:
                Refuse(line, SmtpReplies.BareLineFeed);
                return true;
        }

        line = line.TrimEnd(" \t"u8); // RFC 5321 section 4.1.1: tolerate trailing white space.
        if (_protocol.Options.AsksEveryCommand)
            AskAbout(line);
        else
            Run(line);
        return true;
    }

    /// <summary>The host has seen the command that was held. Null lets it go on; a reply refuses it.</summary>
    public void Decide(SmtpReply? refusal)
    {
        if (refusal is null)
            return; // It runs when the engine next takes a command, so that a server that stops does not run it.
        Refuse(_held, refusal);
        _held = null;
    }

    /// <summary>
    /// Reads a line of an authentication exchange. A bare line feed is reported only where it is not allowed.
    /// </summary>
    public LineStatus ReadResponse(ref SequenceReader<byte> input, out ReadOnlySpan<byte> line) =>
        Read(ref input, _protocol.Limits.SaslLineBytes, out line);

    private LineStatus Read(ref SequenceReader<byte> input, int limitBytes, out ReadOnlySpan<byte> line)
    {
        var status = _lines.Read(ref input, limitBytes, _protocol.Limits.DiscardedLineBytes, out line);
        return status == LineStatus.BareLineFeed && _protocol.Allows(SmtpLeniencies.BareLineFeedCommands)
            ? LineStatus.Line
            : status;
    }

    /// <summary>
    /// The argument is gone, so a verb is shown none: one that announces octets then closes, since how many follow
    /// cannot be known, and none of them may become a command.
    /// </summary>
    private void RefuseTooLong(ReadOnlySpan<byte> head)
    {
        var command = new CommandLine(head, _protocol);
        replies.Begin(command);
        if (command.Verb is { } verb)
            verb.Refuse(engine, [], SmtpReplies.LineTooLong);
        else
            engine.Reply(SmtpReplies.LineTooLong);
    }

    private void Run(ReadOnlySpan<byte> line)
    {
        var command = new CommandLine(line, _protocol);
        replies.Begin(command);
        engine.Observer?.OnCommand(command.Verb);
        if (command.Verb is not { } verb)
            engine.Reply(command.IsHttp ? SmtpReplies.NotHttp : SmtpReplies.UnknownCommand);
        else if (_gate.WhyNot(verb) is { } refusal)
            verb.Refuse(engine, command.Argument, refusal);
        else if (command.Argument.ContainsAny((byte)0, (byte)'\r')) // RFC 5321 sections 2.3.8 and 4.1.2.
            verb.Refuse(engine, command.Argument, SmtpReplies.SyntaxError);
        else
            verb.Run(engine, command.Argument);
    }

    private void AskAbout(ReadOnlySpan<byte> line)
    {
        var command = new CommandLine(line, _protocol);
        var word = Encoding.UTF8.GetString(command.Word).ToUpperInvariant();
        _held = line.ToArray();
        engine.Ask(new CommandQuestion(word, Encoding.UTF8.GetString(command.Argument)));
    }

    /// <summary>Says no to a line, in the way of its verb: BDAT announces octets that must be consumed.</summary>
    private void Refuse(ReadOnlySpan<byte> line, SmtpReply reply)
    {
        var command = new CommandLine(line, _protocol);
        replies.Begin(command);
        if (command.Verb is { } verb)
            verb.Refuse(engine, command.Argument, reply);
        else
            engine.Reply(reply);
    }
}
