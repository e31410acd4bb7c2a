namespace Rockdove.Prober.Tests;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Two_are_added_by_adding_their_buckets()
    {
        var random = new Random(7);
        var (all, one, two) = (new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram());
        for (var i = 0; i < 5000; i++)
        {
            var length = TimeSpan.FromSeconds(Math.Exp(random.NextDouble() * 16 - 4));
            all.Add(length);
            (i % 3 == 0 ? one : two).Add(length);
        }

        one.Add(Again(two));
        Assert.Equal(all.ToOctets(), one.ToOctets());
        Assert.Equal((all.Count, all.Minimum, all.Maximum), (one.Count, one.Minimum, one.Maximum));
        foreach (var part in new[] { 0, 0.01, 0.5, 0.95, 0.99, 1 })
            Assert.Equal(all.Percentile(part), one.Percentile(part));
    }

    [Fact]
    public void A_percentile_is_in_the_bucket_of_the_right_value()
    {
        var random = new Random(11);
        var histogram = new LatencyHistogram();
        var values = Enumerable.Range(0, 1001).Select(_ => Math.Exp(random.NextDouble() * 14 - 3)).Order().ToArray();
        foreach (var value in values)
            histogram.Add(TimeSpan.FromSeconds(value));
        foreach (var part in new[] { 0.1, 0.5, 0.9, 0.95 })
        {
            var right = values[(int)(part * 1000)];
            Assert.InRange(histogram.Percentile(part)!.Value.TotalSeconds, right / 2, right * 2);
        }
    }

    [Fact]
    public void One_value_is_told_as_it_is()
    {
        var histogram = new LatencyHistogram();
        Assert.Null(histogram.Percentile(0.5));
        histogram.Add(TimeSpan.FromSeconds(12.345));
        Assert.Equal(TimeSpan.FromSeconds(12.345), histogram.Percentile(0.5));
        Assert.Equal(TimeSpan.FromSeconds(12.345), histogram.Percentile(0));
    }

    [Fact]
    public void A_bucket_holds_its_bound_and_the_last_one_everything_beyond()
    {
        for (var bucket = 0; bucket < LatencyHistogram.Buckets; bucket++)
        {
            var histogram = new LatencyHistogram();
            histogram.Add(LatencyHistogram.Bound(bucket));
            Assert.Equal(bucket + 1, histogram.ToOctets().Length);
            histogram.Add(LatencyHistogram.Bound(bucket) + TimeSpan.FromTicks(1));
            Assert.Equal(Math.Min(bucket + 2, LatencyHistogram.Buckets), histogram.ToOctets().Length);
        }
    }

    [Fact]
    public void A_day_of_a_pair_takes_few_octets()
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < 48; i++)
            histogram.Add(TimeSpan.FromSeconds(5 + i % 7));
        Assert.True(histogram.ToOctets().Length <= LatencyHistogram.Buckets);
        Assert.Equal(48, Again(histogram).Count);
    }

    [Fact]
    public void What_is_none_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => LatencyHistogram.FromOctets([0x80], null, null));
        Assert.Throws<InvalidDataException>(() => LatencyHistogram.FromOctets(new byte[25], null, null));
        Assert.Throws<InvalidDataException>(
            () => LatencyHistogram.FromOctets([.. Enumerable.Repeat((byte)0xff, 10), 1], null, null));
        Assert.Equal(0, LatencyHistogram.FromOctets(new byte[24], null, null).Count);
    }

    private static LatencyHistogram Again(LatencyHistogram histogram) =>
        LatencyHistogram.FromOctets(histogram.ToOctets(), histogram.Minimum, histogram.Maximum);
}
