using System.Globalization;

namespace Rockdove.Prober.Tests;

/// <summary>A POP3 server that knows what a watch says and no more, and lacks what servers lack.</summary>
internal sealed class FakePop3 : FakeServer
{
    private readonly List<FakeMail> _mails = [];
    private uint _next = 1;

    public FakePop3() => Greeting = "+OK fake\r\n";

    public bool HasUidl { get; set; } = true;

    public bool HasTop { get; set; } = true;

    /// <summary>Deletes nothing at QUIT, and says so.</summary>
    public bool FailsAtQuit { get; set; }

    public uint Deliver(byte[] message)
    {
        lock (Gate)
        {
            _mails.Add(new FakeMail(_next, message));
            return _next++;
        }
    }

    public IReadOnlyList<FakeMail> Lying()
    {
        lock (Gate)
            return [.. _mails];
    }

    protected override async Task ServeAsync(LineTalk talk)
    {
        if (Greeting is null)
        {
            Stall(talk);
            await talk.HearAsync();
            return;
        }

        talk.Say(Greeting);
        FakeMail[] drop = [];
        var deleted = new HashSet<FakeMail>();
        while (await talk.HearAsync() is { } line)
        {
            Said.Enqueue(line.StartsWith("PASS", StringComparison.Ordinal) ? "PASS" : line);
            if (Instead(line) is { } instead)
            {
                if (instead.Length == 0)
                    Stall(talk);
                talk.Say(instead);
                continue;
            }

            lock (Gate)
            {
                switch (line.Split(' '))
                {
                    case ["CAPA"]:
                        talk.Say($"+OK\r\nUSER\r\n{(HasUidl ? "UIDL\r\n" : "")}{(HasTop ? "TOP\r\n" : "")}.\r\n");
                        break;
                    case ["USER", _]:
                        talk.Say("+OK\r\n");
                        break;
                    case ["PASS", ..]:
                        drop = [.. _mails];
                        talk.Say("+OK\r\n");
                        break;
                    case ["LIST"]:
                        talk.Say($"+OK\r\n{Lines(drop, mail => $"{mail.Octets.Length}")}.\r\n");
                        break;
                    case ["UIDL"] when HasUidl:
                        talk.Say($"+OK\r\n{Lines(drop, mail => $"u{mail.Uid}")}.\r\n");
                        break;
                    case ["TOP", var number, var lines] when HasTop:
                        var mail = drop[int.Parse(number, CultureInfo.InvariantCulture) - 1];
                        talk.Say("+OK\r\n");
                        talk.Say(lines == "0" ? mail.Header() : mail.Octets);
                        talk.Say(".\r\n");
                        break;
                    case ["RETR", var number]:
                        talk.Say("+OK\r\n");
                        talk.Say(drop[int.Parse(number, CultureInfo.InvariantCulture) - 1].Octets);
                        talk.Say(".\r\n");
                        break;
                    case ["DELE", var number]:
                        deleted.Add(drop[int.Parse(number, CultureInfo.InvariantCulture) - 1]);
                        talk.Say("+OK\r\n");
                        break;
                    case ["QUIT"]:
                        if (FailsAtQuit)
                        {
                            talk.Say("-ERR some deleted messages not removed\r\n");
                            return;
                        }

                        _mails.RemoveAll(deleted.Contains);
                        talk.Say("+OK\r\n");
                        return;
                    default:
                        talk.Say("-ERR what\r\n");
                        break;
                }
            }
        }
    }

    private static string Lines(FakeMail[] drop, Func<FakeMail, string> value) =>
        string.Concat(drop.Select((mail, i) => $"{i + 1} {value(mail)}\r\n"));
}
