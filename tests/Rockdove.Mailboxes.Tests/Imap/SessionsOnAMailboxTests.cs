using System.Globalization;
using System.Text.RegularExpressions;
using Rockdove.Imap.Tests;
using Rockdove.Storage;
using Rockdove.Testing;

namespace Rockdove.Mailboxes.Tests;

/// <summary>
/// Several sessions on one mailbox give random commands, one after another or all at once. What each client believes,
/// from its responses alone, is in the end what the store has: UIDs, flags, mod-sequences; and no EXPUNGE came where
/// numbers must stay.
/// </summary>
public abstract class SessionsOnAMailboxTests(StoreKind kind, int rounds)
{
    [Fact]
    public Task What_clients_believe_is_what_the_store_has() => SeededRandom.RoundsAsync(rounds, async random =>
    {
        await using var server = await StartAsync();
        await using var clients = await ClientsAsync(server, random);
        for (var i = 0; i < 60; i++)
        {
            await clients.Any().DoSomethingAsync();
            if (random.Next(8) == 0)
                await clients.Any().CheckAsync(server.Store);
        }

        foreach (var client in clients.All)
            await client.CheckAsync(server.Store);
    });

    [Fact]
    public Task Also_when_all_speak_at_once() => SeededRandom.RoundsAsync(rounds, async random =>
    {
        await using var server = await StartAsync();
        await using var clients = await ClientsAsync(server, random);
        await Task.WhenAll(clients.All.Select(client => Task.Run(async () =>
        {
            for (var i = 0; i < 30; i++)
                await client.DoSomethingAsync();
        })));
        foreach (var client in clients.All)
            await client.CheckAsync(server.Store);
    });

    [Fact]
    public Task Q8_a_client_that_comes_back_knows_what_the_store_has() => SeededRandom.RoundsAsync(
        rounds, async random =>
        {
            await using var server = await StartAsync();
            await using var stays = new Client(await server.LogInAsync(), random);
            await stays.BeginAsync();
            var goesAway = new Client(await server.LogInAsync(), random, isQresync: true);
            await goesAway.BeginAsync();
            for (var i = 0; i < 5; i++)
            {
                for (var j = random.Next(4); j > 0; j--)
                    await goesAway.DoSomethingAsync();
                await goesAway.CheckAsync(server.Store);
                await goesAway.DisposeAsync();
                for (var j = random.Next(12); j > 0; j--)
                    await stays.DoSomethingAsync();
                goesAway = await goesAway.ComeBackAsync(server);
            }

            await goesAway.DisposeAsync();
            await stays.CheckAsync(server.Store);
        });

    private async Task<MailboxServer> StartAsync()
    {
        var server = MailboxServer.Start(kind);
        for (var i = 0; i < 5; i++)
            await server.DepositAsync("Subject: x\r\n\r\n");
        await server.Store.CreateMailboxAsync(new MailboxName("ann", "Other"), TestContext.Current.CancellationToken);
        return server;
    }

    private static async Task<Clients> ClientsAsync(MailboxServer server, SeededRandom random)
    {
        var clients = new Clients(random);
        for (var i = 0; i < 3; i++)
        {
            var client = new Client(await server.LogInAsync(), new Random(random.Next()));
            clients.All.Add(client);
            await client.BeginAsync();
        }

        return clients;
    }

    private sealed class Clients(Random random) : IAsyncDisposable
    {
        public List<Client> All { get; } = [];

        public Client Any() => All[random.Next(All.Count)];

        public async ValueTask DisposeAsync()
        {
            foreach (var client in All)
                await client.DisposeAsync();
        }
    }

    private sealed class Client(ImapTalk talk, Random random, bool? isQresync = null) : IAsyncDisposable
    {
        private ClientPicture _picture = new();
        private bool _isCondstore = random.Next(2) == 0;
        private string _uidValidity = "";
        private string _modSequence = "";

        public async Task BeginAsync()
        {
            if (isQresync ?? random.Next(3) == 0)
            {
                _isCondstore = true;
                await RunAsync("ENABLE QRESYNC");
            }

            if (random.Next(2) == 0)
                await RunAsync("ENABLE IMAP4rev2");
            var selected = await RunAsync(_isCondstore ? "SELECT INBOX (CONDSTORE)" : "SELECT INBOX");
            _uidValidity = Regex.Match(selected, @"UIDVALIDITY (\d+)").Groups[1].Value;
            await RunAsync("UID FETCH 1:* (FLAGS)");
        }

        public async Task DoSomethingAsync()
        {
            var number = random.Next(1, Math.Max(2, _picture.Count + 1));
            var uid = random.Next(1, 40);
            switch (random.Next(17))
            {
                case 0:
                    _picture.Take(await talk.AppendAsync("INBOX", "Subject: new\r\n\r\n"), mayExpunge: true);
                    break;
                case 1 when _picture.Count > 0:
                    await RunAsync($"STORE {number} +FLAGS (\\Deleted)", mayExpunge: false);
                    break;
                case 2 when _picture.Count > 0:
                    await RunAsync($"STORE 1:{number} FLAGS (\\Seen k{random.Next(3)})", mayExpunge: false);
                    break;
                case 3:
                    await RunAsync($"UID STORE {uid} -FLAGS (\\Deleted \\Seen)");
                    break;
                case 4:
                    await RunAsync("EXPUNGE");
                    break;
                case 5:
                    await RunAsync($"UID EXPUNGE {uid}:*");
                    break;
                case 6 when _picture.Count > 0:
                    await RunAsync($"MOVE {number} Other");
                    break;
                case 7:
                    await RunAsync($"UID COPY {uid} INBOX");
                    break;
                case 8 when _picture.Count > 0:
                    await RunAsync($"FETCH {number}:* (UID FLAGS BODY[TEXT])", mayExpunge: false);
                    break;
                case 9:
                    await RunAsync("SEARCH DELETED", mayExpunge: false);
                    break;
                case 10:
                    await talk.SendAsync("t IDLE\r\n");
                    _picture.Take(await talk.ReadUntilAsync(line => line.StartsWith('+')), mayExpunge: true);
                    await talk.SendAsync("DONE\r\n");
                    _picture.Take(
                        await talk.ReadUntilAsync(line => line.StartsWith("t ", StringComparison.Ordinal)),
                        mayExpunge: true);
                    break;
                case 11 when _picture.Count > 0:
                    await RunAsync($"STORE {number} -FLAGS.SILENT (\\Seen)", mayExpunge: false);
                    await RunAsync($"FETCH {number} FLAGS", mayExpunge: false);
                    break;
                case 12:
                    Distinct(await RunAsync("SORT (REVERSE DATE SUBJECT) UTF-8 ALL", mayExpunge: false), "SORT");
                    break;
                case 13:
                    Distinct(await RunAsync("THREAD REFERENCES UTF-8 ALL", mayExpunge: false), "THREAD");
                    break;
                case 14:
                    await RunAsync(
                        "APPEND INBOX (\\Seen) ", Answer(uid), " (k1) ", Answer(uid + 1), " ", "Subject: last\r\n\r\n");
                    break;
                case 15:
                    await RunAsync($"UID REPLACE {uid} INBOX (\\Draft) ", Answer(uid));
                    break;
                default:
                    await RunAsync("CHECK");
                    break;
            }
        }

        /// <summary>Nobody else speaks: what the client knows is what the store has.</summary>
        public async Task CheckAsync(IMailStore store)
        {
            await RunAsync("NOOP");
            var (rows, highest) = await RowsAsync(store);
            Assert.Equal(rows.Count, _picture.Count);
            foreach (var (row, known) in rows.Zip(_picture.Messages))
            {
                if (known.Uid is not null)
                    Assert.Equal(row.Uid.ToString(), known.Uid);
                if (known.Flags is not null)
                    Assert.Equal(row.Flags.ToString(), known.Flags);
                if (known.ModSequence is not null && _isCondstore)
                    Assert.Equal(row.ModSequence.ToString(), known.ModSequence);
            }

            await RunAsync(_isCondstore ? "UID FETCH 1:* (FLAGS MODSEQ)" : "UID FETCH 1:* (FLAGS)");
            Assert.Equal(
                rows.Select(row => $"{row.Uid} {row.Flags}"),
                _picture.Messages.Select(known => $"{known.Uid} {known.Flags}"));
            _modSequence = highest.ToString();
        }

        public async Task<Client> ComeBackAsync(MailboxServer server)
        {
            var client = new Client(await server.LogInAsync(), random, isQresync: true)
            {
                _picture = _picture,
                _isCondstore = true,
                _uidValidity = _uidValidity,
            };
            await client.RunAsync("ENABLE QRESYNC");
            var responses = await client.SayAsync($"SELECT INBOX (QRESYNC ({_uidValidity} {_modSequence}))");
            _picture.Resume(responses);
            var (rows, _) = await RowsAsync(server.Store);
            Assert.Equal(
                rows.Select(row => $"{row.Uid} {row.Flags}"),
                _picture.Messages.Select(known => $"{known.Uid} {known.Flags}"));
            return client;
        }

        public ValueTask DisposeAsync() => talk.DisposeAsync();

        private static async Task<(List<MessageRow> Rows, ModSequence Highest)> RowsAsync(IMailStore store)
        {
            var inbox = await store.FindMailboxAsync(MailboxName.Inbox("ann"), TestContext.Current.CancellationToken);
            var snapshot = await store.OpenAsync(inbox!.Value, TestContext.Current.CancellationToken);
            var rows = new List<MessageRow>();
            await foreach (var row in store.ReadAsync(
                inbox.Value, UidSet.All, MessageFields.None, TestContext.Current.CancellationToken))
                rows.Add(row);
            return (rows, snapshot!.Status.HighestModSequence);
        }

        private async Task<string> RunAsync(string command, bool mayExpunge = true)
        {
            var responses = await SayAsync(command);
            _picture.Take(responses, mayExpunge);
            return responses;
        }

        /// <summary>
        /// Where a message is to take the place of another that is gone, neither is done.
        /// </summary>
        private async Task RunAsync(params string[] pieces)
        {
            var responses = await talk.SayAllAsync(pieces);
            _picture.Take(responses, mayExpunge: true);
            var end = responses.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[^1];
            Assert.True(
                end.StartsWith("t OK ", StringComparison.Ordinal)
                || (pieces[0].StartsWith("UID REPLACE", StringComparison.Ordinal)
                    && end.StartsWith("t NO [NONEXISTENT]", StringComparison.Ordinal)),
                $"{pieces[0]}: {end}");
        }

        /// <summary>Each message is told once.</summary>
        private static void Distinct(string responses, string name)
        {
            var line = Regex.Match(responses, $@"^\* {name}\b(.*)$", RegexOptions.Multiline).Groups[1].Value;
            var numbers = Regex.Matches(line, @"\d+").Select(number => number.Value).ToList();
            Assert.Equal(numbers.Distinct(), numbers);
        }

        private static string Answer(int uid) =>
            $"Message-ID: <{uid}@x>\r\nReferences: <{uid / 2}@x> <{uid - 1}@x>\r\nSubject: Re: {uid % 3}\r\n\r\n";

        /// <summary>What others have expunged is the one reason not to do a command.</summary>
        private async Task<string> SayAsync(string command)
        {
            var responses = await talk.SayAsync(command);
            var end = responses.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[^1];
            Assert.True(
                end.StartsWith("t OK ", StringComparison.Ordinal)
                || end.StartsWith("t NO [EXPUNGEISSUED]", StringComparison.Ordinal),
                string.Create(CultureInfo.InvariantCulture, $"{command}: {end}"));
            return responses;
        }
    }
}

public sealed class SessionsOnMemoryTests() : SessionsOnAMailboxTests(StoreKind.Memory, rounds: 340);

public sealed class SessionsOnSqliteTests() : SessionsOnAMailboxTests(StoreKind.Sqlite, rounds: 5);
