namespace Rockdove.Storage.Contract;

/// <summary>Bytes go in once; until the commit nothing has happened.</summary>
public abstract class StagingContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task A_staged_message_is_nowhere_until_it_is_committed()
    {
        var before = await OpenAsync(Inbox);
        await using var staged = await StageAsync(Body.Of(5000));

        Assert.Equal(before, await OpenAsync(Inbox));
        Assert.Empty(await RowsAsync(Inbox));
        var usage = await Store.UsageAsync(Token);
        Assert.Equal(new(Mailboxes: 1, Messages: 0, BodyBytes: 0, StagedMessages: 1, StagedBytes: 5000), usage);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task A_staged_message_that_is_disposed_never_happened(int bytes)
    {
        var before = await OpenAsync(Inbox);
        var staged = await StageAsync(Body.Of(bytes));

        await staged.DisposeAsync();
        await staged.DisposeAsync();

        Assert.Equal(before, await OpenAsync(Inbox));
        Assert.Equal(new(Mailboxes: 1, 0, 0, 0, 0), await Store.UsageAsync(Token));
    }

    [Fact]
    public async Task Disposing_after_the_commit_changes_nothing()
    {
        var body = Body.Of(5000);
        var staged = await StageAsync(body);
        var committed = await Store.CommitAsync(staged, null, [new(Inbox, Date)], Token);

        await staged.DisposeAsync();
        await staged.DisposeAsync();

        Assert.Equal(body, await BodyAsync(committed.Id));
        Assert.Equal(new(Mailboxes: 1, Messages: 1, BodyBytes: 5000, 0, 0), await Store.UsageAsync(Token));
    }

    [Fact]
    public async Task Nothing_can_be_written_after_the_commit()
    {
        await using var staged = await StageAsync(Body.Of(10));
        var committed = await Store.CommitAsync(staged, null, [new(Inbox, Date)], Token);

        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await staged.WriteAsync(Body.Of(10), Token));

        Assert.Equal(10, (await BodyAsync(committed.Id))!.Length);
    }

    [Fact]
    public async Task Nothing_can_be_written_after_disposal()
    {
        var staged = await StageAsync(Body.Of(10));
        await staged.DisposeAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await staged.WriteAsync(Body.Of(10), Token));
    }

    [Fact]
    public async Task A_message_is_committed_once()
    {
        await using var staged = await StageAsync(Body.Of(10));
        await Store.CommitAsync(staged, null, [new(Inbox, Date)], Token);

        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await Store.CommitAsync(staged, null, [new(Inbox, Date)], Token));

        Assert.Single(await RowsAsync(Inbox));
    }

    [Fact]
    public async Task A_message_that_was_given_up_is_not_committed()
    {
        var staged = await StageAsync(Body.Of(10));
        await staged.DisposeAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await Store.CommitAsync(staged, null, [new(Inbox, Date)], Token));

        Assert.Empty(await RowsAsync(Inbox));
    }

    [Fact]
    public async Task A_message_that_another_store_staged_is_refused()
    {
        await using var other = await AnotherStoreAsync();
        await using var staged = await other.StageAsync(0, Token);

        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Store.CommitAsync(staged, null, [new(Inbox, Date)], Token));
    }

    [Fact]
    public async Task The_callers_memory_is_its_own_again_after_a_write()
    {
        var expected = Body.Of(3000);
        var buffer = new byte[1000];
        await using var staged = await Store.StageAsync(0, Token);
        for (var i = 0; i < 3; i++)
        {
            expected.AsSpan(i * 1000, 1000).CopyTo(buffer);
            await staged.WriteAsync(buffer, Token);
            buffer.AsSpan().Clear();
        }

        var committed = await Store.CommitAsync(staged, null, [new(Inbox, Date)], Token);

        Assert.Equal(expected, await BodyAsync(committed.Id));
    }

    [Fact]
    public async Task What_was_written_is_counted()
    {
        await using var staged = await Store.StageAsync(0, Token);
        Assert.Equal(0, staged.Bytes);
        await staged.WriteAsync(Body.Of(700), Token);
        await staged.WriteAsync(ReadOnlyMemory<byte>.Empty, Token);
        await staged.WriteAsync(Body.Of(200_000), Token);

        Assert.Equal(200_700, staged.Bytes);
        Assert.Equal(200_700, (await Store.UsageAsync(Token)).StagedBytes);
    }

    [Fact]
    public async Task A_write_that_is_cancelled_before_it_begins_writes_nothing()
    {
        await using var staged = await StageAsync(Body.Of("one "));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await staged.WriteAsync(Body.Of("lost "), Cancelled));

        await staged.WriteAsync(Body.Of("two"), Token);
        var committed = await Store.CommitAsync(staged, null, [new(Inbox, Date)], Token);
        Assert.Equal(Body.Of("one two"), await BodyAsync(committed.Id));
    }

    [Fact]
    public async Task Staging_that_is_cancelled_leaves_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.StageAsync(0, Cancelled));

        Assert.Equal(0, (await Store.UsageAsync(Token)).StagedMessages);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(100_000)]
    public async Task The_announced_size_need_not_be_true(long expectedBytes)
    {
        var body = Body.Of(9000);
        await using var staged = await Store.StageAsync(expectedBytes, Token);
        await staged.WriteAsync(body, Token);

        var committed = await Store.CommitAsync(staged, null, [new(Inbox, Date)], Token);

        Assert.Equal(body, await BodyAsync(committed.Id));
    }

    [Fact]
    public async Task A_negative_size_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.StageAsync(-1, Token));
    }
}
