namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>Which changes make a batch. Where somebody must not be waited for, a test would wait for a day.</summary>
public sealed class WriteQueueTests
{
    [Fact]
    public async Task Those_who_are_expected_are_waited_for()
    {
        WriteQueue queue = new();
        queue.Add(new Nothing());
        var taken = Take(queue, expected: 3, Forever);
        for (var i = 0; i < 2; i++)
        {
            Assert.False(taken.IsCompleted);
            queue.Add(new Nothing());
        }

        Assert.Equal(3, (await taken).Count);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_is_said()
    {
        WriteQueue queue = new();
        queue.Add(new Nothing());
        Assert.Single(await Take(queue, expected: 2, TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public async Task One_that_comes_alone_does_not_wait()
    {
        WriteQueue queue = new();
        var taken = Take(queue, expected: 1, Forever);
        queue.Add(new Nothing());
        Assert.Single(await taken);
    }

    [Theory]
    [InlineData(WriteQueue.EnoughOps)]
    [InlineData(WriteQueue.EnoughOps + 1)]
    public async Task Enough_do_not_wait_for_the_rest(int waiting)
    {
        WriteQueue queue = new();
        for (var i = 0; i < waiting; i++)
            queue.Add(new Nothing());
        Assert.Equal(waiting, (await Take(queue, expected: WriteQueue.MostOps, Forever)).Count);
    }

    [Fact]
    public async Task One_less_than_enough_wait_for_one_more()
    {
        WriteQueue queue = new();
        for (var i = 1; i < WriteQueue.EnoughOps; i++)
            queue.Add(new Nothing());
        var taken = Take(queue, expected: WriteQueue.MostOps, Forever);
        Assert.False(taken.IsCompleted);
        queue.Add(new Nothing());
        Assert.Equal(WriteQueue.EnoughOps, (await taken).Count);
    }

    [Theory]
    [InlineData(WriteQueue.MostOps, WriteQueue.MostOps)]
    [InlineData(WriteQueue.MostOps + 1, WriteQueue.MostOps)]
    public async Task A_batch_has_as_many_as_its_limit(int waiting, int taken)
    {
        WriteQueue queue = new();
        for (var i = 0; i < waiting; i++)
            queue.Add(new Nothing());
        Assert.Equal(taken, (await Take(queue, expected: WriteQueue.MostOps, Forever)).Count);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(0, 1)]
    public async Task A_batch_ends_with_the_change_that_fills_it(int octetsToSpare, int taken)
    {
        WriteQueue queue = new();
        queue.Add(new Nothing((int)WriteQueue.MostBytes - octetsToSpare));
        queue.Add(new Nothing(1));
        queue.Add(new Nothing(1));
        Assert.Equal(taken, (await Take(queue, expected: 0, Forever)).Count);
    }

    [Fact]
    public async Task What_was_given_up_is_left_out()
    {
        WriteQueue queue = new();
        Nothing given = new(), kept = new();
        queue.Add(given);
        queue.Add(kept);
        Assert.True(given.TryCancel());
        Assert.Same(kept, Assert.Single(await Take(queue, expected: 0, Forever)));
    }

    [Fact]
    public async Task Closing_ends_the_wait_and_loses_nothing()
    {
        WriteQueue queue = new();
        queue.Add(new Nothing());
        var taken = Take(queue, expected: 100, Forever);
        queue.Close();
        Assert.Single(await taken);
        Assert.False(queue.Take([], 0, Forever));
        Assert.Throws<ObjectDisposedException>(() => queue.Add(new Nothing()));
    }

    // On a thread of its own, as the writer is.
    private static Task<List<WriteOp>> Take(WriteQueue queue, int expected, TimeSpan mostWait) =>
        Task.Factory.StartNew(
            () =>
            {
                List<WriteOp> batch = [];
                Assert.True(queue.Take(batch, expected, mostWait));
                return batch;
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    private static readonly TimeSpan Forever = TimeSpan.FromDays(1);

    private sealed class Nothing(int octets = 0) : WriteOp
    {
        public override ReadOnlyMemory<byte> Record { get; } = new byte[octets];

        public override void Apply(WriterTables tables)
        {
        }

        public override void Complete()
        {
        }

        public override void Fail(Exception error)
        {
        }
    }
}
