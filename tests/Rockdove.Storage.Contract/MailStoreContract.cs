using System.Buffers;

namespace Rockdove.Storage.Contract;

/// <summary>
/// What the parts of the contract share: a fresh store with an inbox, and short words for common acts.
/// </summary>
public abstract class MailStoreContract<THarness> : IAsyncLifetime
    where THarness : IStoreHarness, new()
{
    protected IMailStore Store { get; private set; } = null!;

    protected MailboxId Inbox { get; private set; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected static CancellationToken Cancelled { get; } = new(canceled: true);

    protected static DateTimeOffset Date { get; } =
        new DateTimeOffset(2026, 3, 1, 23, 59, 58, TimeSpan.FromHours(-7)).AddTicks(1234567);

    public async ValueTask InitializeAsync()
    {
        Store = await new THarness().CreateAsync();
        Inbox = await MailboxAsync("INBOX");
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>See <see cref="IStoreHarness.SettleAsync"/>.</summary>
    protected ValueTask SettleAsync() => new THarness().SettleAsync(Store);

    protected static ValueTask<IMailStore> AnotherStoreAsync() => new THarness().CreateAsync();

    protected async Task<MailboxId> MailboxAsync(string name, string owner = "")
    {
        var created = await Store.CreateMailboxAsync(new(owner, name), Token);
        Assert.True(created.IsNew);
        return created.Id;
    }

    protected async Task<IStagedMessage> StageAsync(ReadOnlyMemory<byte> body)
    {
        var staged = await Store.StageAsync(0, Token);
        await staged.WriteAsync(body, Token);
        return staged;
    }

    protected async Task<CommittedMessage> DeliverAsync(ReadOnlyMemory<byte> body, params MailboxId[] mailboxes)
    {
        await using var staged = await StageAsync(body);
        return await Store.CommitAsync(staged, null, [.. mailboxes.Select(each => new Placement(each, Date))], Token);
    }

    /// <summary>Delivers small messages to the inbox and returns their identifiers.</summary>
    protected async Task<Uid[]> FillAsync(int messages)
    {
        var uids = new Uid[messages];
        // Many come many at a time: a store that syncs each by itself would take most of the time of all tests.
        var atOnce = messages < 500 ? 1 : 50;
        for (var i = 0; i < messages; i += atOnce)
        {
            var some = Enumerable.Range(i, Math.Min(atOnce, messages - i)).Select(FillOneAsync);
            await Task.WhenAll(some);
        }

        return [.. uids.OrderBy(uid => uid.Value)];

        async Task FillOneAsync(int i) =>
            uids[i] = (await DeliverAsync(Body.Of(10, seed: i), Inbox)).Places[0].Uid;
    }

    protected async Task<MailboxSnapshot> OpenAsync(MailboxId mailbox)
    {
        var snapshot = await Store.OpenAsync(mailbox, Token);
        Assert.NotNull(snapshot);
        return snapshot;
    }

    protected async Task<MailboxChanges> ChangesSinceAsync(ModSequence since)
    {
        var changes = await Store.ChangesSinceAsync(Inbox, since, Token);
        Assert.NotNull(changes);
        return changes;
    }

    protected async Task<List<MessageRow>> RowsAsync(
        MailboxId mailbox, UidSet? uids = null, MessageFields fields = MessageFields.None)
    {
        var rows = new List<MessageRow>();
        await foreach (var row in Store.ReadAsync(mailbox, uids ?? UidSet.All, fields, Token))
            rows.Add(row);
        return rows;
    }

    protected async Task<FlagSet> FlagsAsync(Uid uid) =>
        Assert.Single(await RowsAsync(Inbox, UidSet.Of(uid))).Flags;

    protected async Task<FlagResult> StoreFlagsAsync(
        FlagChange change, ModSequence? unchangedSince, params Uid[] uids) =>
        await Store.StoreFlagsAsync(Inbox, UidSet.Of(uids), change, unchangedSince, Token);

    protected async Task<UidSet> ExpungeAsync(params Uid[] uids) =>
        (await Store.ExpungeAsync(Inbox, UidSet.Of(uids), SystemFlags.None, Token)).Expunged;

    /// <summary>The bytes of a message, or null if there is no such message.</summary>
    protected async Task<byte[]?> BodyAsync(MessageId message, ByteRange? range = null)
    {
        await using var body = await Store.OpenBodyAsync(message, Token);
        if (body is null)
            return null;
        var buffer = new ArrayBufferWriter<byte>();
        var copied = await body.CopyToAsync(range ?? ByteRange.Whole, buffer, Token);
        Assert.Equal(buffer.WrittenCount, copied);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Waits for something that must come, and says so if it does not.</summary>
    protected static async Task<T> SoonAsync<T>(ValueTask<T> coming) =>
        await coming.AsTask().WaitAsync(Patience, Token);

    /// <summary>A bound for a test that is about to fail anyway; nothing waits so long when all is well.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
}
