namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>The pieces that an index is made of.</summary>
public sealed class SignatureTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(307, 0)] // 3 in 10 of 1024
    [InlineData(308, 1)]
    [InlineData(9830, 5)]
    [InlineData(9831, 6)]
    [InlineData(65_536, 6)]
    public void A_message_lies_in_the_smallest_block_that_its_tokens_leave_sparse(int tokens, int shape) =>
        Assert.Equal(shape, BlockShape.NumberFor(tokens));

    [Theory]
    [InlineData(BlockShape.DefaultBlockBits)]
    [InlineData(1)]
    public void A_block_is_cut_into_whole_slices(int blockBits)
    {
        for (var number = 0; number < BlockShape.Count; number++)
        {
            var shape = BlockShape.Of(number, blockBits);
            Assert.Equal(shape.Bytes, shape.Slices * BlockShape.SliceBytes);
            Assert.Equal(shape.Rows, shape.Slices * shape.RowsInSlice);
            Assert.Equal(0, shape.Messages % 64);
            Assert.InRange(shape.Bytes, 1, 2 * 1024 * 1024);
        }
    }

    [Fact]
    public void A_set_of_keys_holds_what_was_added_and_nothing_else()
    {
        var random = new Random(7);
        var expected = new HashSet<long>();
        var keys = new KeySet();
        for (var i = 0; i < 5000; i++)
        {
            var key = random.Next(2) == 0 ? random.NextInt64(1L << 40) : random.Next(1, 10_000);
            expected.Add(key);
            keys.Add(key);
        }

        Assert.Equal(expected.Count, keys.Count);
        Assert.Equal(expected.Order(), keys.Keys().Order());
        for (var key = 0L; key < 10_000; key++)
            Assert.Equal(expected.Contains(key), keys.Contains(key));
    }

    [Fact]
    public void A_signature_folds_into_every_shape_without_losing_a_token()
    {
        var text = new SearchText(
            [new("Subject", "Signatures fold")], "into a half, a quarter, an eighth", [], null, true);
        var signature = new TextSignature();
        signature.Set(text);
        var tokens = new int[SearchTokens.Count];
        var all = tokens[..signature.CopyTo(SearchTokens.Count - 1, tokens)];
        Assert.Equal(signature.Count, all.Length);

        for (var number = 0; number < BlockShape.Count; number++)
        {
            var mask = BlockShape.Of(number, 1).TokenMask;
            var some = tokens[..signature.CopyTo(mask, tokens)];
            Assert.Equal(all.Select(token => token & mask).Distinct().Order(), some);
        }
    }

    [Fact]
    public void A_query_that_an_index_knows_nothing_of_has_no_plan()
    {
        SearchQuery text = SearchQuery.InBody("text"), flag = SearchQuery.Flags(SystemFlags.Seen);

        Assert.Null(IndexPlan.Of(SearchQuery.All));
        Assert.Null(IndexPlan.Of(flag));
        Assert.Null(IndexPlan.Of(SearchQuery.InBody("te")));
        Assert.Null(IndexPlan.Of(SearchQuery.Not(text)));
        Assert.Null(IndexPlan.Of(SearchQuery.Or(text, flag)));
        Assert.NotNull(IndexPlan.Of(text));
        Assert.NotNull(IndexPlan.Of(SearchQuery.And(text, flag)));
        Assert.NotNull(IndexPlan.Of(SearchQuery.InField("Subject", "")));
        Assert.NotNull(IndexPlan.Of(SearchQuery.HasAttachment()));
    }
}
