using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Imap.Tests;

/// <summary>An engine with a fake host and no sockets: text in, text out.</summary>
internal sealed class Session
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly ImapServerEngine _engine;
    private readonly FakeHost _host;
    private byte[] _unread = [];

    public Session(Dictionary<string, FakeMailbox> mailboxes, ImapProtocolOptions options, bool loggedIn = true)
    {
        var session = new ImapSession();
        if (loggedIn)
            session.Phase = ImapPhase.Authenticated;
        _engine = new ImapServerEngine(new ImapProtocol(options), session);
        _host = new FakeHost(_engine, mailboxes);
        _engine.Start(_output);
        Pump();
        _output.ResetWrittenCount();
    }

    public static ImapProtocolOptions Options { get; } = new()
    {
        HostName = "imap.test",
        AllowsSecretsInClear = true,
        Mechanisms = [SaslMechanisms.Find(SaslMechanisms.Plain)!, SaslMechanisms.Find(SaslMechanisms.ScramSha256)!],
        FillRandom = static octets => octets.Clear(),
        SaltKey = new byte[32],
    };

    public ImapServerEngine Engine => _engine;

    public bool IsOver { get; private set; }

    /// <summary>The most that the engine ever left unread.</summary>
    public int MostUnread { get; private set; }

    /// <summary>Somebody has changed something.</summary>
    public string Knock()
    {
        _engine.Signal(Signal.Changed, _output);
        return Pump();
    }

    /// <summary>The client sends this; what the server says to it.</summary>
    public string Say(string text) => Say(Encoding.UTF8.GetBytes(text));

    public string Say(ReadOnlySpan<byte> octets)
    {
        _unread = [.. _unread, .. octets];
        return Pump();
    }

    private string Pump()
    {
        _output.ResetWrittenCount();
        var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(_unread));
        for (var idle = 0; !IsOver; idle++)
        {
            if (idle == 10_000)
                throw new InvalidOperationException("The engine does not come to rest.");
            var step = _engine.Advance(ref reader, _output);
            if (step.Kind == StepKind.NeedInput)
                break;
            if (step.Kind == StepKind.Ask)
                _host.Answer(_output);
            else if (step.Kind == StepKind.Content)
                _host.Take(step.Content.Span);
            else
                IsOver = true;
        }

        _unread = _unread[(int)reader.Consumed..];
        MostUnread = Math.Max(MostUnread, _unread.Length);
        return Encoding.UTF8.GetString(_output.WrittenSpan);
    }
}
