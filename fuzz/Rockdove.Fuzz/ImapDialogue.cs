using System.Buffers;
using System.Text;
using Rockdove.Imap;
using Rockdove.Imap.Tests;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Fuzz;

/// <summary>
/// Our client gives our server commands at random, in pieces of any size. Whatever the server says, the client must
/// understand it, and each command must be answered.
/// </summary>
internal sealed class ImapDialogue
{
    private readonly Random _random;
    private readonly ImapServerEngine _server;
    private readonly FakeHost _host;
    private readonly ImapClientEngine _client;
    private readonly ArrayBufferWriter<byte> _toServer = new();
    private readonly ArrayBufferWriter<byte> _toClient = new();
    private readonly List<byte> _log = [];
    private byte[] _serverUnread = [];
    private byte[] _clientUnread = [];
    private bool _isOver;

    private ImapDialogue(int seed)
    {
        _random = new Random(seed);
        var options = ImapInvariants.Options(seed) with { AllowsSecretsInClear = true };
        _server = new ImapServerEngine(new ImapProtocol(options), new ImapSession());
        _host = new FakeHost(_server, ImapInvariants.Mailboxes());
        _client = new ImapClientEngine(new ImapClientOptions
        {
            Login = new SaslLogin { UserName = "ann", Password = new Secret("secret") },
            Tls = ImapClientTls.Never,
            RevealSecretsInClear = true,
            Mechanisms = [SaslMechanisms.Plain],
        });
        _server.Start(_toClient);
    }

    /// <summary>What the server said, for the novelty.</summary>
    public static byte[] Check(int seed)
    {
        var dialogue = new ImapDialogue(seed);
        dialogue.Run();
        return [.. dialogue._log];
    }

    private void Run()
    {
        for (var commands = 0; commands < 30;)
        {
            Serve();
            Move(_toClient, ref _clientUnread);
            var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(_clientUnread));
            var step = _client.Advance(ref reader, _toServer);
            _clientUnread = _clientUnread[(int)reader.Consumed..];
            Move(_toServer, ref _serverUnread);
            if (step.Kind == ImapClientStepKind.Failed)
            {
                if (_isOver && _client.Failure!.Cause == ImapClientFailureCause.Bye)
                    return;
                throw new InvariantBrokenException(
                    $"the client does not understand: {_client.Failure!.Explanation}\n"
                    + Encoding.UTF8.GetString([.. _log]));
            }

            if (step.Kind == ImapClientStepKind.Feed)
            {
                _client.WriteContent(new byte[Math.Min(_client.ContentLeft, 1 + _random.Next(20))], _toServer);
            }
            else if (step.Kind == ImapClientStepKind.Ready)
            {
                commands++;
                _client.Send(Command());
            }
            else if (_isOver && _toClient.WrittenCount + _clientUnread.Length == 0)
            {
                return;
            }
        }
    }

    private ImapCommand Command()
    {
        var some = new MessageSet([(uint)_random.Next(1, 10), (uint)_random.Next(1, 10)]);
        var mailbox = Pick("INBOX", "a", "Grüße", "no\"such", "b\\", "line\nend", "NIL", "");
        return _random.Next(20) switch
        {
            0 or 1 => ImapCommand.Select(mailbox, _random.Next(2) == 0, _random.Next(2) == 0),
            2 => ImapCommand.Append(mailbox, _random.Next(350), ImapFlags.None),
            3 or 4 or 5 => ImapCommand.Fetch(some, Pick(
                "(FLAGS BODY.PEEK[] PREVIEW)", "(ENVELOPE BODYSTRUCTURE)", "BODY[HEADER.FIELDS (subject \"x]\")]<0.9>",
                "(EMAILID THREADID SAVEDATE)", "(BINARY.PEEK[1] BODY.PEEK[9] RFC822.TEXT)", "FULL"), Since()),
            6 => ImapCommand.Store(some, (StoreAction)_random.Next(3), new ImapFlags(
                ImapSystemFlags.Deleted, ["k"]), _random.Next(2) == 0, Since()),
            7 => ImapCommand.Copy(some, mailbox),
            8 => ImapCommand.Move(some, mailbox),
            9 => ImapCommand.Expunge(),
            10 => ImapCommand.Status(mailbox, Pick("MESSAGES", "UIDNEXT SIZE", "MAILBOXID HIGHESTMODSEQ")),
            11 => ImapCommand.List("", Pick("*", "%", "G*")),
            12 => ImapCommand.Create(mailbox),
            13 => ImapCommand.Enable(Pick("IMAP4rev2", "UTF8=ACCEPT", "QRESYNC", "X")),
            14 => ImapCommand.Search().Atoms(Pick("ALL", "RETURN (ALL COUNT) ALL", "RETURN (PARTIAL -1:-2) ALL"))
                .Atoms("TEXT").String(Pick("x", "ü", "a\"b\\", "\r\n")),
            15 => new ImapCommand("UID SORT").Atoms(Pick("(SUBJECT)", "(REVERSE DATE)")).Atoms("UTF-8 ALL"),
            16 => new ImapCommand("THREAD").Atoms(Pick("REFERENCES", "ORDEREDSUBJECT")).Atoms("UTF-8 ALL"),
            17 => new ImapCommand("GETQUOTAROOT").Mailbox(mailbox),
            18 => new ImapCommand("SETMETADATA").Mailbox(mailbox).Atoms("(/private/a").String(Pick("", "x\r\ny"))
                .Atoms(")"),
            _ => new ImapCommand("GETMETADATA").Mailbox(mailbox).Atoms("/private/a"),
        };
    }

    private ulong? Since() => _random.Next(3) == 0 ? (ulong)_random.Next(8) : null;

    private string Pick(params string[] words) => words[_random.Next(words.Length)];

    private void Move(ArrayBufferWriter<byte> from, ref byte[] to)
    {
        var length = _random.Next(3) == 0 ? from.WrittenCount : _random.Next(from.WrittenCount + 1);
        if (from == _toClient)
            _log.AddRange(from.WrittenSpan[..length]);
        to = [.. to, .. from.WrittenSpan[..length]];
        var rest = from.WrittenSpan[length..].ToArray();
        from.ResetWrittenCount();
        from.Write(rest);
    }

    private void Serve()
    {
        while (!_isOver)
        {
            var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(_serverUnread));
            var step = _server.Advance(ref reader, _toClient);
            if (step.Kind == StepKind.Content)
                _host.Take(step.Content.Span);
            _serverUnread = _serverUnread[(int)reader.Consumed..];
            if (step.Kind == StepKind.NeedInput)
                return;
            if (step.Kind == StepKind.Ask)
                _host.Answer(_toClient);
            else if (step.Kind != StepKind.Content)
                _isOver = true;
        }
    }
}
