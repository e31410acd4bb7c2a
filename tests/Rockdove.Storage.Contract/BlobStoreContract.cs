using System.Buffers;

namespace Rockdove.Storage.Contract;

/// <summary>Immutable bytes by id. That every size and range is exact is shown through the mail stores.</summary>
public abstract class BlobStoreContract<THarness> : IAsyncLifetime
    where THarness : IBlobStoreHarness, new()
{
    private IBlobStore _blobs = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _blobs = await new THarness().CreateAsync();

    public async ValueTask DisposeAsync()
    {
        if (_blobs is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300_000)]
    public async Task What_was_put_can_be_read(int bytes)
    {
        var content = Body.Of(bytes);

        var id = await PutAsync(content);

        Body.Expect(content, await ReadAsync(id, ByteRange.Whole));
    }

    [Fact]
    public async Task A_range_can_be_read()
    {
        var content = Body.Of(300_000);
        var id = await PutAsync(content);

        Assert.Equal(content[131_000..131_200], await ReadAsync(id, new(131_000, 200)));
        Assert.Equal(content[299_999..], await ReadAsync(id, new(299_999, 200)));
    }

    [Fact]
    public async Task Equal_bytes_put_twice_are_deleted_apart()
    {
        var content = Body.Of(1000);
        var first = await PutAsync(content);
        var second = await PutAsync(content);

        Assert.True(await _blobs.DeleteAsync(first, Token));

        Assert.Equal(content, await ReadAsync(second, ByteRange.Whole));
    }

    [Fact]
    public async Task A_deleted_blob_is_gone_and_stays_readable_where_it_is_open()
    {
        var content = Body.Of(200_000);
        var id = await PutAsync(content);
        await using var open = await _blobs.OpenAsync(id, Token);

        Assert.True(await _blobs.DeleteAsync(id, Token));
        Assert.False(await _blobs.DeleteAsync(id, Token));

        Assert.Null(await _blobs.OpenAsync(id, Token));
        var buffer = new ArrayBufferWriter<byte>();
        await open!.CopyToAsync(ByteRange.Whole, buffer, Token);
        Assert.True(content.AsSpan().SequenceEqual(buffer.WrittenSpan));
    }

    [Fact]
    public async Task An_unknown_blob_is_not_there()
    {
        Assert.Null(await _blobs.OpenAsync(new("no such blob"), Token));
        Assert.False(await _blobs.DeleteAsync(new("no such blob"), Token));
    }

    [Fact]
    public async Task A_blob_is_completed_once_and_then_closed()
    {
        await using var writer = await _blobs.CreateAsync(0, Token);
        await writer.WriteAsync(Body.Of(10), Token);
        var id = await writer.CompleteAsync(Token);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.CompleteAsync(Token));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.WriteAsync(Body.Of(1), Token));

        await writer.DisposeAsync();
        Assert.Equal(Body.Of(10), await ReadAsync(id, ByteRange.Whole));
    }

    [Fact]
    public async Task A_disposed_writer_takes_nothing_more()
    {
        var writer = await _blobs.CreateAsync(0, Token);
        await writer.WriteAsync(Body.Of(10), Token);
        await writer.DisposeAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.WriteAsync(Body.Of(1), Token));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.CompleteAsync(Token));
    }

    private async Task<BlobId> PutAsync(byte[] content)
    {
        await using var writer = await _blobs.CreateAsync(content.Length, Token);
        await writer.WriteAsync(content, Token);
        Assert.Equal(content.Length, writer.Bytes);
        return await writer.CompleteAsync(Token);
    }

    private async Task<byte[]> ReadAsync(BlobId id, ByteRange range)
    {
        await using var blob = await _blobs.OpenAsync(id, Token);
        Assert.NotNull(blob);
        var buffer = new ArrayBufferWriter<byte>();
        await blob.CopyToAsync(range, buffer, Token);
        return buffer.WrittenSpan.ToArray();
    }
}
