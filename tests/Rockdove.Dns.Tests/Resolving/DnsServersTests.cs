namespace Rockdove.Dns.Tests;

public sealed class DnsServersTests
{
    [Fact]
    public void Servers_are_those_of_resolv_conf()
    {
        var servers = DnsServers.Read(
            $"""
            # nameserver 192.0.2.1
            search example.org
            nameserver 192.0.2.2
            nameserver{'\t'}2001:db8::53   # ours
            nameserver example.org
            nameserver
            options edns0
            """);
        Assert.Equal(["192.0.2.2:53", "[2001:db8::53]:53"], servers.Select(one => one.ToString()));
    }

    [Fact]
    public void There_is_always_one() => Assert.NotEmpty(DnsServers.OfSystem());

    [Fact]
    public void No_more_than_eight_are_asked()
    {
        var lines = string.Concat(Enumerable.Range(1, 9).Select(i => $"nameserver 192.0.2.{i}\n"));
        Assert.Equal(8, DnsServers.Read(lines).Count);
        Assert.Throws<ArgumentException>(() => new DnsResolverOptions { Servers = [] });
    }
}
