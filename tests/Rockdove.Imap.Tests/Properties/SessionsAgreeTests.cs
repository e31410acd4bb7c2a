using System.Globalization;
using Rockdove.Testing;

namespace Rockdove.Imap.Tests;

/// <summary>
/// Several sessions on one mailbox give random commands. What each client believes, from its responses alone, is what
/// the mailbox is after every NOOP.
/// </summary>
public class SessionsAgreeTests
{
    [Fact]
    public void What_clients_believe_is_what_the_mailbox_is() => SeededRandom.Rounds(200, random =>
    {
        var inbox = new FakeMailbox("INBOX");
        for (uint uid = 1; uid < 6; uid++)
            inbox.Add(FakeMessage.Plain(uid * 3));
        var mailboxes = new Dictionary<string, FakeMailbox> { ["INBOX"] = inbox, ["Other"] = new("Other") };
        Client[] clients = [.. Enumerable.Range(0, 3).Select(_ => new Client(mailboxes, random))];

        for (var i = 0; i < 60; i++)
        {
            var client = clients[random.Next(clients.Length)];
            client.DoSomething();
            foreach (var other in clients)
            {
                if (other != client && random.Next(3) > 0)
                    other.Hears();
            }

            if (random.Next(5) == 0)
                clients[random.Next(clients.Length)].CheckAgainst(inbox);
        }

        Assert.All(clients, client => client.CheckAgainst(inbox));
    });

    [Fact]
    public void A_client_that_comes_back_knows_what_the_mailbox_is() => SeededRandom.Rounds(200, random =>
    {
        var inbox = new FakeMailbox("INBOX");
        for (uint uid = 1; uid < 6; uid++)
            inbox.Add(FakeMessage.Plain(uid * 3));
        var mailboxes = new Dictionary<string, FakeMailbox> { ["INBOX"] = inbox, ["Other"] = new("Other") };
        var goesAway = new Client(mailboxes, random, isQresync: true);
        var stays = new Client(mailboxes, random);

        for (var i = 0; i < 10; i++)
        {
            for (var j = random.Next(4); j > 0; j--)
                goesAway.DoSomething();
            goesAway.CheckAgainst(inbox);
            goesAway.GoAway(inbox);
            for (var j = random.Next(12); j > 0; j--)
                stays.DoSomething();
            goesAway.ComeBack(mailboxes, inbox);
            stays.Hears();
        }

        stays.CheckAgainst(inbox);
    });

    private sealed class Client
    {
        private Session _session;
        private ulong _modSequence;
        private readonly Random _random;
        private readonly ClientPicture _picture = new();
        private readonly bool _isCondstore;
        private readonly bool _watches;
        private readonly bool _mayExpungeAnyTime;

        public Client(Dictionary<string, FakeMailbox> mailboxes, Random random, bool? isQresync = null)
        {
            _random = random;
            _session = new Session(mailboxes, Options);
            _isCondstore = random.Next(2) == 0;
            if (isQresync ?? random.Next(3) == 0)
            {
                _isCondstore = true;
                Run("ENABLE QRESYNC");
            }

            if (random.Next(2) == 0)
                Run("ENABLE IMAP4rev2");
            Run(_isCondstore ? "SELECT INBOX (CONDSTORE)" : "SELECT INBOX");
            Run("UID FETCH 1:* (FLAGS)");
            if (isQresync is not null || random.Next(3) > 0)
                return;
            _watches = true;
            _mayExpungeAnyTime = random.Next(2) == 0;
            var filter = _mayExpungeAnyTime ? "SELECTED" : "SELECTED-DELAYED";
            Run($"NOTIFY SET ({filter} (MessageNew (UID FLAGS) MessageExpunge FlagChange))");
        }

        /// <summary>
        /// The host says that something has changed; nobody is told before a command runs, but who watches.
        /// </summary>
        public void Hears()
        {
            var told = _session.Knock();
            if (!_watches)
                Assert.Empty(told);
            _picture.Take(told, _mayExpungeAnyTime);
        }

        public void DoSomething()
        {
            var number = _random.Next(1, Math.Max(2, _picture.Count + 1));
            var uid = _random.Next(1, 60);
            switch (_random.Next(15))
            {
                case 0:
                    Run($"APPEND INBOX {{1+}}\r\nx");
                    break;
                case 1 when _picture.Count > 0:
                    Run($"STORE {number} +FLAGS (\\Deleted)", mayExpunge: false);
                    break;
                case 2 when _picture.Count > 0:
                    Run($"STORE 1:{number} FLAGS (\\Seen k{_random.Next(3)})", mayExpunge: false);
                    break;
                case 3:
                    Run($"UID STORE {uid} -FLAGS (\\Deleted \\Seen)");
                    break;
                case 4:
                    Run("EXPUNGE");
                    break;
                case 5:
                    Run($"UID EXPUNGE {uid}:*");
                    break;
                case 6 when _picture.Count > 0:
                    Run($"MOVE {number} Other");
                    break;
                case 7:
                    Run($"UID COPY {uid} INBOX");
                    break;
                case 8 when _picture.Count > 0:
                    Run($"FETCH {number}:* (UID FLAGS)", mayExpunge: false);
                    break;
                case 9:
                    Run("SEARCH DELETED", mayExpunge: false);
                    break;
                case 10:
                    _picture.Take(_session.Say("i IDLE\r\n"), mayExpunge: true);
                    _picture.Take(_session.Knock(), mayExpunge: true);
                    _picture.Take(_session.Say("DONE\r\n"), mayExpunge: true);
                    break;
                case 11 when _picture.Count > 0:
                    var target = _random.Next(2) == 0 ? "INBOX" : "Other";
                    Run($"REPLACE {number} {target} (k4) {{1+}}\r\nx", mayFail: true);
                    break;
                case 12:
                    Run("SORT (REVERSE ARRIVAL) UTF-8 ALL", mayExpunge: false);
                    break;
                case 13:
                    Run("APPEND INBOX {1+}\r\nx (\\Seen) {1+}\r\ny");
                    break;
                default:
                    Run("CHECK");
                    break;
            }
        }

        /// <summary>The connection breaks when everything is known up to this mod-sequence.</summary>
        public void GoAway(FakeMailbox mailbox) => _modSequence = mailbox.ModSequence;

        public void ComeBack(Dictionary<string, FakeMailbox> mailboxes, FakeMailbox mailbox)
        {
            _session = new Session(mailboxes, Options);
            _session.Say("a ENABLE QRESYNC\r\n");
            var responses = _session.Say($"a SELECT INBOX (QRESYNC ({mailbox.UidValidity} {_modSequence}))\r\n");
            Assert.Contains("a OK [READ-WRITE]", responses);
            _picture.Resume(responses);
            Assert.Equal(
                mailbox.Messages.Select(message => $"{message.Uid} {message.Flags}"),
                _picture.Messages.Select(known => $"{known.Uid} {known.Flags}"));
        }

        public void CheckAgainst(FakeMailbox mailbox)
        {
            Run("NOOP");
            Assert.Equal(mailbox.Messages.Count, _picture.Count);
            foreach (var (message, known) in mailbox.Messages.Zip(_picture.Messages))
            {
                if (known.Uid is not null)
                    Assert.Equal(message.Uid.ToString(CultureInfo.InvariantCulture), known.Uid);
                if (known.Flags is not null)
                    Assert.Equal(message.Flags.ToString(), known.Flags);
                if (known.ModSequence is not null && _isCondstore)
                    Assert.Equal(message.ModSequence.ToString(CultureInfo.InvariantCulture), known.ModSequence);
            }

            Run(_isCondstore ? "UID FETCH 1:* (FLAGS MODSEQ)" : "UID FETCH 1:* (FLAGS)");
            Assert.All(_picture.Messages, known => Assert.NotNull(known.Uid));
        }

        private void Run(string command, bool mayExpunge = true, bool mayFail = false)
        {
            var responses = _session.Say($"a {command}\r\n");
            var isGone = mayFail && responses.Contains("a NO [NONEXISTENT]", StringComparison.Ordinal);
            Assert.Contains(isGone ? "a NO " : "a OK ", responses);
            _picture.Take(responses, mayExpunge);
        }

        private static readonly ImapProtocolOptions Options = Session.Options with
        {
            Extensions = [.. ImapExtensions.Standard, .. ImapExtensions.ForHandlers],
        };
    }
}
