using System.IO.Pipelines;
using System.Security.Cryptography;
using Rockdove.Storage.Contract;

namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>
/// A message of 100 MB goes through in slices: what memory it takes does not depend on how large it is.
/// </summary>
public sealed class LargeMessageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_megabytes_in_and_out_take_less_than_sixteen_of_memory()
    {
        await using var store = SqliteMailStore.Open(TemporaryFolders.InMemory(), new() { KeptFreeBytes = 0 });
        var inbox = (await store.CreateMailboxAsync(MailboxName.Inbox(""), Token)).Id;
        var slice = Body.Of(64 * 1024);
        await using var staged = await store.StageAsync(0, Token);

        var allocated = Allocated(() =>
        {
            for (var i = 0; i < Slices; i++)
                Done(staged.WriteAsync(slice, Token));
        });
        Assert.InRange(allocated, 0, MostBytes);

        var committed = await store.CommitAsync(staged, null, [new(inbox, DateTimeOffset.UnixEpoch)], Token);
        IBlob? body = null;
        var reader = new HashingPipe();
        allocated = Allocated(() =>
        {
            body = Done(store.OpenBodyAsync(committed.Id, Token));
            Assert.Equal(Slices * slice.Length, Done(body!.CopyToAsync(ByteRange.Whole, reader, Token)));
        });
        await body!.DisposeAsync();
        Assert.InRange(allocated, 0, MostBytes);
        using var expected = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < Slices; i++)
            expected.AppendData(slice);
        Assert.Equal(expected.GetHashAndReset(), reader.Sha256);
    }

    /// <summary>Octets that were allocated on this thread, which did all of it.</summary>
    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Done(ValueTask task)
    {
        Assert.True(task.IsCompletedSuccessfully);
        task.GetAwaiter().GetResult();
    }

    private static T Done<T>(ValueTask<T> task)
    {
        Assert.True(task.IsCompletedSuccessfully);
        return task.Result;
    }

    private const int Slices = 1600;

    private const long MostBytes = 16 * 1024 * 1024;

    /// <summary>A reader that is always fast enough and keeps nothing.</summary>
    private sealed class HashingPipe : PipeWriter
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly byte[] _buffer = new byte[64 * 1024];

        public byte[] Sha256 => _hash.GetHashAndReset();

        public override void Advance(int bytes) => _hash.AppendData(_buffer, 0, bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => _buffer;

        public override Span<byte> GetSpan(int sizeHint = 0) => _buffer;

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            new(new FlushResult(isCanceled: false, isCompleted: false));

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null) => _hash.Dispose();
    }
}
