using Rockdove.Testing;

namespace Rockdove.Mailboxes.Tests;

/// <summary>
/// The flags of many messages at once come from what is remembered of the mailbox, those of few from their rows. Nobody
/// can tell which.
/// </summary>
public abstract class KnownFlagsTests(StoreKind kind)
{
    [Theory]
    [InlineData(MostMessages, 1_000)] // All fit.
    [InlineData(MostMessages, 1)] // The store soon no longer knows which went when.
    [InlineData(FirstMessages, 1_000)] // They just fit, and after the first that comes they do not.
    [InlineData(FirstMessages - 1, 1_000)]
    [InlineData(0, 1_000)]
    public Task Many_flags_are_those_of_each_message(int known, int expungeLogRanges) =>
        SeededRandom.RoundsAsync(1, async random =>
        {
            await using var server = MailboxServer.Start(
                kind, new MailboxImapOptions { KnownFlags = known }, expungeLogRanges);
            for (var i = 0; i < FirstMessages; i++)
                await server.DepositAsync($"Subject: {i}\r\n\r\nbody\r\n");
            await using var writer = await server.SelectAsync();
            await using var reader = await server.SelectAsync();
            for (var round = 0; round < Rounds; round++)
            {
                await ChangeAsync(server, writer, random);
                await reader.SayAsync("NOOP");
                Assert.Equal(await OneByOneAsync(reader), Messages(await reader.SayAsync("FETCH 1:* (UID FLAGS)")));
            }
        });

    [Fact]
    public async Task Of_a_set_those_are_told_that_are_in_it()
    {
        await using var server = MailboxServer.Start(kind);
        for (var i = 0; i < FirstMessages; i++)
            await server.DepositAsync("Subject: x\r\n\r\nbody\r\n");
        await using var talk = await server.SelectAsync();
        await talk.SayAsync("STORE 3 +FLAGS.SILENT (\\Deleted)");
        await talk.SayAsync("EXPUNGE");

        var said = Messages(await talk.SayAsync("UID FETCH 2:35,40,50:* (FLAGS)"));

        Assert.Equal(
            from uid in (int[])[2, .. Enumerable.Range(4, 32), 40, .. Enumerable.Range(50, FirstMessages - 49)]
            select $"* {(uid > 3 ? uid - 1 : uid)} FETCH (UID {uid} FLAGS ())",
            said);
    }

    [Fact]
    public async Task A_client_that_keeps_mod_sequences_gets_those_of_news()
    {
        await using var server = MailboxServer.Start(kind);
        for (var i = 0; i < FirstMessages; i++)
            await server.DepositAsync("Subject: x\r\n\r\nbody\r\n");
        await using var writer = await server.SelectAsync();
        await using var reader = await server.SelectAsync("INBOX (CONDSTORE)");
        await writer.SayAsync("STORE 7 +FLAGS.SILENT (\\Flagged)");

        var said = Messages(await reader.SayAsync("FETCH 1:* (FLAGS)"));

        var news = Assert.Single(said, line => line.Contains("MODSEQ", StringComparison.Ordinal));
        Assert.StartsWith("* 7 FETCH (FLAGS (\\Flagged) MODSEQ (", news, StringComparison.Ordinal);
        Assert.Equal("t OK Completed\r\n", await reader.SayAsync("NOOP")); // What was told is not told again.
    }

    private static async Task ChangeAsync(MailboxServer server, ImapTalk writer, SeededRandom random)
    {
        for (var i = random.Next(5); i > 0; i--)
        {
            var message = 1 + random.Next(FirstMessages / 2);
            switch (random.Next(4))
            {
                case 0:
                    await writer.SayAsync($"STORE {message}:{message + random.Next(5)} +FLAGS (\\Seen \\Flagged)");
                    break;
                case 1:
                    await writer.SayAsync($"STORE {message} -FLAGS (\\Seen $Some)");
                    break;
                case 2:
                    await writer.SayAsync($"STORE {message} +FLAGS ($Some \\Deleted)");
                    await writer.SayAsync("EXPUNGE");
                    break;
                default:
                    await server.DepositAsync("Subject: new\r\n\r\nbody\r\n");
                    break;
            }
        }
    }

    /// <summary>As few at a time as are read by their rows.</summary>
    private static async Task<List<string>> OneByOneAsync(ImapTalk reader)
    {
        List<string> said = [];
        for (var first = 1; first < MostMessages; first += 20)
            said.AddRange(Messages(await reader.SayAsync($"UID FETCH {first}:{first + 19} (FLAGS)")));
        return said;
    }

    private static List<string> Messages(string said) =>
        [.. said.Split("\r\n").Where(line => line.StartsWith("* ", StringComparison.Ordinal))];

    private const int FirstMessages = 60;
    private const int MostMessages = 200;
    private const int Rounds = 12;
}

public sealed class MemoryKnownFlagsTests() : KnownFlagsTests(StoreKind.Memory);

public sealed class SqliteKnownFlagsTests() : KnownFlagsTests(StoreKind.Sqlite);
