using System.Net;

namespace Rockdove.Dns.Tests;

public sealed class DnsNameTests
{
    [Theory]
    [InlineData("example.org", "example.org")]
    [InlineData("example.org.", "example.org")]
    [InlineData("_25._tcp.Mail.example.org", "_25._tcp.Mail.example.org")]
    [InlineData(@"first\.last.example.org", @"first\.last.example.org")]
    [InlineData(@"a\\b", @"a\\b")]
    [InlineData(@"\065\032b", @"A\032b")]
    [InlineData(".", ".")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("BÜCHER.example", "xn--bcher-kva.example")]
    [InlineData("例え。テスト", "xn--r8jz45g.xn--zckzah")]
    public void Names_are_read_as_people_write_them(string text, string written)
    {
        Assert.True(DnsName.TryParse(text, out var name));
        Assert.Equal(written, name.ToString());
        Assert.Equal(name, DnsName.Parse(written));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("..")]
    [InlineData(".org")]
    [InlineData("example..org")]
    [InlineData("example.org..")]
    [InlineData(@"a\")]
    [InlineData(@"a\25")]
    [InlineData(@"a\256")]
    [InlineData(@"a\1x1")]
    [InlineData("ü\uD800")]
    public void What_is_no_name_is_refused(string? text) => Assert.False(DnsName.TryParse(text, out _));

    [Fact]
    public void A_label_has_63_octets_and_not_64()
    {
        Assert.True(DnsName.TryParse($"{new string('a', 63)}.org", out _));
        Assert.False(DnsName.TryParse($"{new string('a', 64)}.org", out _));
        Assert.False(DnsName.TryFromWire([64, .. new byte[64], 0], out _));
    }

    [Fact]
    public void A_name_has_255_octets_and_not_256()
    {
        var label = new string('a', 63);
        Assert.True(DnsName.TryParse($"{label}.{label}.{label}.{new string('a', 61)}", out var longest));
        Assert.Equal(255, longest.Wire.Length);
        Assert.False(DnsName.TryParse($"{label}.{label}.{label}.{new string('a', 62)}", out _));
        Assert.True(DnsName.TryFromWire(longest.Wire, out _));
        Assert.False(longest.TryPrepend("a", out _));
        Assert.True(longest.Parent!.TryPrepend("b", out _));
    }

    [Fact]
    public void Case_makes_no_difference()
    {
        var one = DnsName.Parse("Mail.EXAMPLE.org");
        Assert.Equal(DnsName.Parse("mail.example.ORG"), one);
        Assert.Equal(DnsName.Parse("mail.example.ORG").GetHashCode(), one.GetHashCode());
        Assert.True(one == DnsName.Parse("mail.example.org"));
        Assert.True(one != DnsName.Parse("mail.example.orh"));
        Assert.Equal(DnsName.Parse(@"A\255.org"), DnsName.Parse(@"a\255.org")); // And other octets stay as they are.
        Assert.NotEqual(DnsName.Parse("a[.org"), DnsName.Parse("a{.org")); // They differ by the same bit.
    }

    [Fact]
    public void Dots_inside_of_labels_divide_nothing()
    {
        Assert.Equal(2, DnsName.Parse(@"a\.b.org").LabelCount);
        Assert.NotEqual(DnsName.Parse(@"a\.b.org"), DnsName.Parse("a.b.org"));
        Assert.Equal(DnsName.Parse("org"), DnsName.Parse(@"a\.b.org").Parent);
        Assert.Null(DnsName.Root.Parent);
    }

    [Fact]
    public void A_name_is_under_its_ancestors_and_itself()
    {
        var name = DnsName.Parse("mail.example.org");
        Assert.True(name.IsAtOrUnder(name));
        Assert.True(name.IsAtOrUnder(DnsName.Parse("EXAMPLE.org")));
        Assert.True(name.IsAtOrUnder(DnsName.Root));
        Assert.False(name.IsAtOrUnder(DnsName.Parse("ample.org")));
    }

    [Theory]
    [InlineData("192.0.2.33", "33.2.0.192.in-addr.arpa")]
    [InlineData("::ffff:192.0.2.33", "33.2.0.192.in-addr.arpa")]
    [InlineData("2001:db8::567:89ab", "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa")]
    public void Addresses_have_names(string address, string name) =>
        Assert.Equal(name, DnsName.OfAddress(IPAddress.Parse(address)).ToString());

    [Fact]
    public void Octets_that_are_no_name_are_refused()
    {
        Assert.False(DnsName.TryFromWire([], out _));
        Assert.False(DnsName.TryFromWire([1], out _));
        Assert.False(DnsName.TryFromWire([1, (byte)'a'], out _));
        Assert.False(DnsName.TryFromWire([0, 0], out _));
        Assert.True(DnsName.TryFromWire([0], out var root));
        Assert.True(root.IsRoot);
    }
}
