using Rockdove.Mime;
using Rockdove.Testing;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

/// <summary>Thumbnails are drawn one at a time.</summary>
public class ThumbnailsTests
{
    [Fact]
    public async Task One_is_drawn_and_the_next_waits_for_it()
    {
        using var drawing = new SemaphoreSlim(0);
        using var done = new SemaphoreSlim(0);
        using var thumbnails = new Thumbnails(new ManualTimeProvider(), (_, _) =>
        {
            drawing.Release();
            done.Wait(Limit.Token);
            return [1];
        });
        var one = DrawAsync(thumbnails);
        var next = DrawAsync(thumbnails);
        await drawing.WaitAsync(Limit.Token);
        Assert.Equal(0, drawing.CurrentCount);

        done.Release();
        Assert.Equal([1], await one);
        await drawing.WaitAsync(Limit.Token);
        Assert.False(next.IsCompleted);
        done.Release();
        Assert.Equal([1], await next);
    }

    [Fact]
    public async Task Who_waited_ten_seconds_is_told_to_come_again()
    {
        var clock = new ManualTimeProvider();
        using var done = new SemaphoreSlim(0);
        using var thumbnails = new Thumbnails(clock, (_, _) =>
        {
            done.Wait(Limit.Token);
            return [];
        });
        var one = DrawAsync(thumbnails);
        var next = DrawAsync(thumbnails);
        clock.Advance(Thumbnails.Patience - TimeSpan.FromTicks(1));
        Assert.False(next.IsCompleted);

        clock.Advance(TimeSpan.FromTicks(1));
        var error = await Assert.ThrowsAsync<ThumbnailException>(() => next.WaitAsync(Limit.Token));
        Assert.True(error.IsOurs);
        done.Release();
        await one;
    }

    [Fact]
    public async Task Who_does_not_wait_any_more_takes_no_place()
    {
        using var gone = new CancellationTokenSource();
        using var done = new SemaphoreSlim(0);
        using var thumbnails = new Thumbnails(new ManualTimeProvider(), (_, _) =>
        {
            done.Wait(Limit.Token);
            return [];
        });
        var one = DrawAsync(thumbnails);
        var next = DrawUntilAsync(thumbnails, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Limit.Token));
        done.Release(2);
        await one;
        await DrawAsync(thumbnails).WaitAsync(Limit.Token);
    }

    [Fact]
    public async Task Without_the_library_it_is_told_that_it_is_missing()
    {
        using var thumbnails = new Thumbnails(
            new ManualTimeProvider(),
            (_, _) => throw new TypeInitializationException("A", new DllNotFoundException("/here")));
        for (var i = 0; i < 2; i++) // It keeps no place.
        {
            var error = await Assert.ThrowsAsync<ThumbnailException>(() => DrawAsync(thumbnails));
            Assert.True(error.IsOurs);
            Assert.Contains("libSkiaSharp", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("/here", error.Message, StringComparison.Ordinal);
        }
    }

    private static Task<byte[]> DrawAsync(Thumbnails thumbnails) => DrawUntilAsync(thumbnails, Limit.Token);

    private static Task<byte[]> DrawUntilAsync(Thumbnails thumbnails, CancellationToken cancellationToken) =>
        thumbnails.DrawAsync(
            MimeMessage.Read("Subject: x\r\n\r\nHello"u8.ToArray()).FindPart("1")!, ThumbnailSize.Usual,
            cancellationToken);
}
