namespace Rockdove.Storage.Contract;

/// <summary>Many write at once, and each finds its own message, whole and once.</summary>
public abstract class ConcurrencyContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task Many_writers_lose_and_mix_nothing()
    {
        var other = await MailboxAsync("Other");

        var written = (await Task.WhenAll(Enumerable.Range(0, Writers).Select(
            writer => Task.Run(() => WriteAsync(writer, other), Token)))).SelectMany(each => each).ToList();

        Assert.Equal(Writers * MessagesEach, written.Count);
        foreach (var (seed, committed) in written)
            Body.Expect(BodyFor(seed), await BodyAsync(committed.Id));
        foreach (var mailbox in new[] { Inbox, other })
        {
            var rows = await RowsAsync(mailbox);
            var places = written.SelectMany(each => each.Committed.Places).Where(place => place.Mailbox == mailbox);
            Assert.Equal(places.Select(place => place.Uid).Order(), rows.Select(row => row.Uid));
            Assert.Equal(rows.Select(row => row.ModSequence).Order().Distinct(), rows.Select(row => row.ModSequence));
            Assert.Equal(rows.Count, (await OpenAsync(mailbox)).Status.Messages);
        }
    }

    [Fact]
    public async Task Each_writer_sees_its_own_identifiers_grow()
    {
        var writers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(
            _ => Task.Run(() => FillAsync(25), Token)));

        Assert.All(writers, uids => Assert.Equal(uids.Order(), uids));
        Assert.Equal(Writers * 25, writers.SelectMany(uids => uids).Distinct().Count());
    }

    [Fact]
    public async Task Writers_readers_and_expungers_do_not_disturb_each_other()
    {
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => FillAsync(100), Token)));
        var expunging = Task.Run(
            async () =>
            {
                var gone = 0L;
                while (gone < 400)
                    gone += (await Store.ExpungeAsync(Inbox, UidSet.All, SystemFlags.None, Token)).Expunged.Count;
            },
            Token);

        while (!expunging.IsCompleted)
        {
            foreach (var row in await RowsAsync(Inbox))
            {
                if (await BodyAsync(row.Message) is { } body)
                    Assert.Equal(row.Bytes, body.Length);
            }
        }

        await writing.WaitAsync(Patience, Token);
        await expunging.WaitAsync(Patience, Token);
        Assert.Equal(new(Mailboxes: 1, 0, 0, 0, 0), await Store.UsageAsync(Token));
    }

    /// <summary>Odd sizes in odd slices, every third message given up, some to both mailboxes.</summary>
    private async Task<List<(int Seed, CommittedMessage Committed)>> WriteAsync(int writer, MailboxId other)
    {
        var written = new List<(int, CommittedMessage)>();
        for (var i = 0; written.Count < MessagesEach; i++)
        {
            var seed = writer * 1000 + i;
            var body = BodyFor(seed);
            await using var staged = await Store.StageAsync(0, Token);
            for (var offset = 0; offset < body.Length; offset += 997)
                await staged.WriteAsync(body.AsMemory(offset, Math.Min(997, body.Length - offset)), Token);
            if (i % 3 == 2)
                continue;
            Placement[] placements = i % 2 == 0 ? [new(Inbox, Date)] : [new(other, Date), new(Inbox, Date)];
            written.Add((seed, await Store.CommitAsync(staged, null, placements, Token)));
        }
        return written;
    }

    private static byte[] BodyFor(int seed) => Body.Of(seed * 7919 % 20_000, seed);

    private const int Writers = 16;
    private const int MessagesEach = 20;
}
