using System.Buffers;
using System.IO.Pipelines;

namespace Rockdove.Storage.Contract;

/// <summary>Every byte is kept as it came, and any part of it can be had.</summary>
public abstract class BodyContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task An_empty_message_is_a_message()
    {
        await using var staged = await Store.StageAsync(0, Token);

        var committed = await Store.CommitAsync(staged, null, [new(Inbox, Date)], Token);

        Assert.Equal(0, Assert.Single(await RowsAsync(Inbox)).Bytes);
        Body.Expect([], await BodyAsync(committed.Id));
    }

    [Fact]
    public async Task Bytes_of_every_value_are_kept()
    {
        byte[] body = [.. Enumerable.Range(0, 256).Select(i => (byte)i), 0, 0, 13, 10, 10, 13, 46, 13, 10];

        var committed = await DeliverAsync(body, Inbox);

        Assert.Equal(body, await BodyAsync(committed.Id));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(65_536)]
    [InlineData(131_071)]
    [InlineData(131_072)]
    [InlineData(131_073)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(1_048_576)]
    public async Task A_message_of_this_many_bytes_is_kept_exactly(int bytes)
    {
        var body = Body.Of(bytes);

        var committed = await DeliverAsync(body, Inbox);

        Assert.Equal(bytes, Assert.Single(await RowsAsync(Inbox)).Bytes);
        Body.Expect(body, await BodyAsync(committed.Id));
    }

    [Fact]
    public async Task Five_megabytes_in_odd_slices_are_kept_exactly()
    {
        var body = Body.Of(5_000_011);
        var random = new Random(5);
        await using var staged = await Store.StageAsync(body.Length, Token);
        for (var offset = 0; offset < body.Length;)
        {
            var length = random.Next(1, random.Next(2) == 0 ? 100 : 70_000);
            length = Math.Min(length, body.Length - offset);
            await staged.WriteAsync(body.AsMemory(offset, length), Token);
            offset += length;
        }

        var committed = await Store.CommitAsync(staged, null, [new(Inbox, Date)], Token);

        Body.Expect(body, await BodyAsync(committed.Id));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 1)]
    [InlineData(0, 300_000, 300_000)]
    [InlineData(0, long.MaxValue, 300_000)]
    [InlineData(5, 10, 10)]
    [InlineData(131_071, 2, 2)]
    [InlineData(131_072, 1, 1)]
    [InlineData(100_000, 150_000, 150_000)]
    [InlineData(299_999, 1, 1)]
    [InlineData(299_999, 2, 1)]
    [InlineData(299_990, long.MaxValue, 10)]
    [InlineData(300_000, 1, 0)]
    [InlineData(long.MaxValue, long.MaxValue, 0)]
    public async Task A_range_is_cut_to_what_is_there(long offset, long length, int expected)
    {
        var body = Body.Of(300_000);
        var committed = await DeliverAsync(body, Inbox);

        var range = await BodyAsync(committed.Id, new ByteRange(offset, length));

        Assert.Equal(expected, range!.Length);
        Assert.True(body.AsSpan((int)Math.Min(offset, 300_000), expected).SequenceEqual(range));
    }

    [Fact]
    public async Task An_open_body_knows_its_length()
    {
        var committed = await DeliverAsync(Body.Of(1234), Inbox);

        await using var body = await Store.OpenBodyAsync(committed.Id, Token);

        Assert.Equal(1234, body!.Bytes);
    }

    [Fact]
    public async Task An_open_body_stays_readable_when_its_message_goes()
    {
        var bytes = Body.Of(200_000);
        var committed = await DeliverAsync(bytes, Inbox);
        await using var body = await Store.OpenBodyAsync(committed.Id, Token);

        await ExpungeAsync(committed.Places[0].Uid);
        await DeliverAsync(Body.Of(200_000, seed: 1), Inbox);

        var buffer = new ArrayBufferWriter<byte>();
        Assert.Equal(200_000, await body!.CopyToAsync(ByteRange.Whole, buffer, Token));
        Assert.True(bytes.AsSpan().SequenceEqual(buffer.WrittenSpan));
        Assert.Null(await BodyAsync(committed.Id));
    }

    [Fact]
    public async Task A_slow_reader_slows_the_copy()
    {
        var bytes = Body.Of(1_000_000);
        var committed = await DeliverAsync(bytes, Inbox);
        await using var body = await Store.OpenBodyAsync(committed.Id, Token);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 65_536, resumeWriterThreshold: 32_768));

        var copying = body!.CopyToAsync(ByteRange.Whole, pipe.Writer, Token).AsTask();
        var first = await SoonAsync(pipe.Reader.ReadAsync(Token));
        Assert.False(copying.IsCompleted);
        Assert.InRange(first.Buffer.Length, 1, 200_000);
        pipe.Reader.AdvanceTo(first.Buffer.Start);

        var reading = SoonAsync(new ValueTask<byte[]>(ReadToEndAsync(pipe.Reader)));
        Assert.Equal(1_000_000, await copying.WaitAsync(Patience, Token));
        await pipe.Writer.CompleteAsync();
        Body.Expect(bytes, await reading);
    }

    [Fact]
    public async Task A_copy_ends_when_its_reader_has_gone()
    {
        var committed = await DeliverAsync(Body.Of(1_000_000), Inbox);
        await using var body = await Store.OpenBodyAsync(committed.Id, Token);
        var pipe = new Pipe();
        await pipe.Reader.CompleteAsync();

        var copied = await SoonAsync(body!.CopyToAsync(ByteRange.Whole, pipe.Writer, Token));

        Assert.InRange(copied, 0, 999_999);
    }

    [Fact]
    public async Task A_copy_that_waits_for_its_reader_can_be_cancelled()
    {
        var committed = await DeliverAsync(Body.Of(1_000_000), Inbox);
        await using var body = await Store.OpenBodyAsync(committed.Id, Token);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 65_536));
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var copying = body!.CopyToAsync(ByteRange.Whole, pipe.Writer, giveUp.Token).AsTask();
        await SoonAsync(pipe.Reader.ReadAsync(Token));

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copying.WaitAsync(Patience, Token));
    }

    [Fact]
    public async Task A_body_is_read_by_several_at_once()
    {
        var bytes = Body.Of(500_000);
        var committed = await DeliverAsync(bytes, Inbox);

        var copies = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => Task.Run(() => BodyAsync(committed.Id), Token)));

        Assert.All(copies, copy => Assert.True(bytes.AsSpan().SequenceEqual(copy)));
    }

    private static async Task<byte[]> ReadToEndAsync(PipeReader reader)
    {
        var bytes = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await reader.ReadAsync(Token);
            foreach (var segment in read.Buffer)
                bytes.Write(segment.Span);
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return bytes.WrittenSpan.ToArray();
        }
    }
}
