using System.Diagnostics;
using Rockdove.Mailboxes;
using Rockdove.Storage;
using Rockdove.Storage.Sqlite;

namespace Rockdove.Bench;

/// <summary>
/// Fills the folder of a <c>rockdove catch --data</c> with made-up mail, indexed, as if it had come by SMTP.
/// </summary>
internal static class CatchFill
{
    public static async Task<int> RunAsync(string folder, int messages)
    {
        MadeUpText text = new(TextSeed);
        await using var store = SqliteMailStore.Open(folder, new() { TextReader = MimeTextReader.Instance });
        var inbox = (await store.CreateMailboxAsync(MailboxName.Inbox(""), CancellationToken.None)).Id;
        var number = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (int own; (own = Interlocked.Increment(ref number)) <= messages;)
                await DeliverAsync(store, inbox, text.Message(new Random(own), MessageBytes));
        })));
        await store.IndexedAsync();
        Figures.Add("rockdove", "filled and indexed /s", messages / Stopwatch.GetElapsedTime(started).TotalSeconds);
        return 0;
    }

    private static async Task DeliverAsync(SqliteMailStore store, MailboxId inbox, ReadOnlyMemory<byte> message)
    {
        await using var staged = await store.StageAsync(message.Length, CancellationToken.None);
        await staged.WriteAsync(message, CancellationToken.None);
        var scanner = new DetailsScanner();
        scanner.Write(message.Span);
        var now = DateTimeOffset.UtcNow;
        DeliveryEnvelope envelope = new()
        {
            ReceivedAt = now,
            ReversePath = "sender@there.example",
            ForwardPaths = ["recipient@here.example"],
        };
        await store.CommitAsync(
            staged, envelope, scanner.Complete(), [new Placement(inbox, now)], CancellationToken.None);
    }

    /// <summary>Whoever asks draws words of the same text.</summary>
    public const int TextSeed = 1;

    private const int Writers = 64;
    private const int MessageBytes = 4096;
}
