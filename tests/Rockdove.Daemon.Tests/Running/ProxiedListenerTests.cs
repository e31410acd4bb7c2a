using System.Net;

namespace Rockdove.Daemon.Tests;

/// <summary>A listener behind a proxy that says for whom it connects (PROXY protocol, versions 1 and 2).</summary>
public class ProxiedListenerTests
{
    [Fact]
    public async Task The_client_is_whom_a_trusted_proxy_names()
    {
        await using var daemon = await StartAsync(IPNetwork.Parse("127.0.0.0/8"));
        await daemon.AddAccountAsync("ann");
        await using var talk = await daemon.ConnectAsync("mx");

        await talk.SendAsync("PROXY TCP4 203.0.113.9 127.0.0.1 5025 25\r\n");
        await talk.HelloAsync();
        await talk.SendMessageAsync("bob@example.com", ["ann@example.org"]);

        var message = Assert.Single(await daemon.ReadAsync("ann"));
        Assert.Contains("[203.0.113.9]", message, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_may_say_who_the_client_is()
    {
        await using var daemon = await StartAsync(IPNetwork.Parse("192.0.2.0/24"));
        await daemon.AddAccountAsync("ann");
        await using var talk = await daemon.ConnectAsync("mx");
        await talk.ReadAsync(220);

        await talk.SayAsync("PROXY TCP4 203.0.113.9 127.0.0.1 5025 25", 500);
        await talk.SayAsync("EHLO client.test", 250);
        await talk.SendMessageAsync("bob@example.com", ["ann@example.org"]);

        Assert.Contains("[127.0.0.1]", Assert.Single(await daemon.ReadAsync("ann")), StringComparison.Ordinal);
    }

    private static Task<RunningDaemon> StartAsync(IPNetwork proxies) => RunningDaemon.StartAsync(
        listeners: [RunningDaemon.Listener(ListenerKind.Mx) with { TrustedProxies = [proxies] }]);
}
