using System.Text;
using Rockdove.Outbox;
using Rockdove.Testing;

namespace Rockdove.Catcher.Tests;

/// <summary>What tests of the queue do again and again.</summary>
internal static class OutboxCalls
{
    public static OutboxDraft Mail(string place, string content, params string[] to) => new()
    {
        Kind = OutboxKind.Mail,
        Place = place,
        ReversePath = "a@example.org",
        Recipients = [.. to.Select(address => new OutboxRecipient(address))],
        Content = Encoding.ASCII.GetBytes(content),
    };

    /// <summary>Waits until an item is as it should be.</summary>
    public static async Task<OutboxItem> WaitAsync(this OutboxQueue queue, long id, Func<OutboxItem, bool> isRight)
    {
        var stop = Limit.Token;
        while (true)
        {
            var changed = queue.ChangedAsync(stop);
            if (queue.Find(id) is { } item && isRight(item))
                return item;
            await changed;
        }
    }

    /// <summary>Waits until nothing waits any more.</summary>
    public static async Task WaitForAllAsync(this OutboxQueue queue)
    {
        var stop = Limit.Token;
        while (true)
        {
            var changed = queue.ChangedAsync(stop);
            if (queue.Waiting == 0)
                return;
            await changed;
        }
    }

    /// <summary>Waits until the clock is set for the moment when an item is due.</summary>
    public static async Task ArmedAsync(this OutboxQueue queue, ManualTimeProvider time, DateTimeOffset due)
    {
        Assert.NotNull(queue);
        for (var armed = 1; time.UntilNextTimer is not { } next || next > due - time.GetUtcNow(); armed++)
            await time.WaitForTimersAsync(armed, Limit.Token);
    }

    public static Task<OutboxItem> WaitForEndAsync(this OutboxQueue queue, long id) =>
        queue.WaitAsync(id, item => item.EndedAt is not null);
}
