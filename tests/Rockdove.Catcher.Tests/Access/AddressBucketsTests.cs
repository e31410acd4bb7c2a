using System.Net;
using Rockdove.Testing;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

public class AddressBucketsTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Each_address_has_its_own_and_gets_it_back_by_and_by()
    {
        var buckets = new AddressBuckets(2, 0.5, _time);
        var (ann, bob) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"));

        Assert.Equal(TimeSpan.Zero, buckets.Take(ann));
        Assert.Equal(TimeSpan.Zero, buckets.Take(ann));
        Assert.Equal(TimeSpan.FromSeconds(2), buckets.Take(ann));
        Assert.Equal(TimeSpan.FromSeconds(2), buckets.Wait(IPAddress.Parse("::ffff:192.0.2.1")));
        Assert.Equal(TimeSpan.Zero, buckets.Take(bob));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), buckets.Wait(ann));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, buckets.Take(ann));
        Assert.Equal(TimeSpan.FromSeconds(2), buckets.Take(ann));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, buckets.Take(ann));
        Assert.Equal(TimeSpan.Zero, buckets.Take(ann));
        Assert.NotEqual(TimeSpan.Zero, buckets.Take(ann));
    }

    [Fact]
    public void A_network_of_version_6_is_one()
    {
        var buckets = new AddressBuckets(1, 1, _time);

        Assert.Equal(TimeSpan.Zero, buckets.Take(IPAddress.Parse("2001:db8::1")));
        Assert.NotEqual(TimeSpan.Zero, buckets.Take(IPAddress.Parse("2001:db8::ffff:2")));
        Assert.Equal(TimeSpan.Zero, buckets.Take(IPAddress.Parse("2001:db8:0:1::1")));
    }

    [Fact]
    public void Ten_thousand_are_remembered_and_who_asked_most_is_among_them()
    {
        var buckets = new AddressBuckets(2, 0.001, _time);
        var worst = IPAddress.Parse("192.0.2.1");
        buckets.Take(worst);
        buckets.Take(worst);

        for (var i = 0; i < AddressBuckets.MostAddresses + 10; i++)
            buckets.Take(new IPAddress(0x0a000000L + i));

        Assert.NotEqual(TimeSpan.Zero, buckets.Take(worst));
    }
}
