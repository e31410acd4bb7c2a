using Rockdove.Storage;

namespace Rockdove.Mailboxes.Tests;

public sealed class MaildropLocksTests
{
    private static readonly MailboxId Mailbox = MailboxId.Create(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Of_many_at_once_one_has_the_mailbox_and_each_gets_it_in_the_end()
    {
        var locks = new MaildropLocks();
        var (holders, most, served) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                MaildropLock? taken;
                while ((taken = locks.TryTake(Mailbox)) is null)
                    await Task.Yield();
                InterlockedMax(ref most, Interlocked.Increment(ref holders));
                Interlocked.Decrement(ref holders);
                taken.Dispose();
                taken.Dispose(); // Twice, as when a session ends while its connection is cut.
                Interlocked.Increment(ref served);
            }
        }, TestContext.Current.CancellationToken)));
        Assert.Equal((8000, 1), (served, most));
    }

    [Fact]
    public void Who_lets_go_twice_does_not_take_it_from_the_next()
    {
        var locks = new MaildropLocks();
        var first = locks.TryTake(Mailbox)!;
        first.Dispose();
        using var second = locks.TryTake(Mailbox);
        first.Dispose();
        Assert.NotNull(second);
        Assert.Null(locks.TryTake(Mailbox));
        Assert.NotNull(locks.TryTake(MailboxId.Create(DateTimeOffset.UnixEpoch)));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref most, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
