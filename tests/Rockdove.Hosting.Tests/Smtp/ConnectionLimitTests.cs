using System.Net;

namespace Rockdove.Hosting.Tests;

public class ConnectionLimitTests
{
    [Fact]
    public async Task S51_one_connection_more_is_told_421_and_closed()
    {
        await using var server = await StartAsync(options => options.Connections = 2);
        await using var first = await server.ConnectAsync();
        await using var second = await server.ConnectAsync();
        Assert.StartsWith("220 ", await first.Link.ReadLineAsync(), StringComparison.Ordinal);
        Assert.StartsWith("220 ", await second.Link.ReadLineAsync(), StringComparison.Ordinal);

        await using var third = await server.ConnectAsync();

        Assert.Equal("421 4.7.0 Too many connections", await third.Link.ReadLineAsync());
        Assert.Null(await third.Link.ReadLineAsync());
    }

    [Fact]
    public async Task S51_one_connection_more_of_one_client_is_told_421_until_another_has_gone()
    {
        await using var server = await StartAsync(options => options.ConnectionsPerClient = 1);
        await using (var first = await server.ConnectAsync())
        {
            await first.Link.ReadLineAsync();
            await using var second = await server.ConnectAsync();
            Assert.Equal("421 4.7.0 Too many connections", await second.Link.ReadLineAsync());
            await first.Link.WriteAsync("QUIT\r\n");
            while (await first.Link.ReadLineAsync() is not null)
            {
            }
        }

        // The server counts it out as it closes, which may be a moment after we saw the end.
        for (var attempt = 0; ; attempt++)
        {
            await using var next = await server.ConnectAsync();
            var greeting = await next.Link.ReadLineAsync();
            if (greeting!.StartsWith("220 ", StringComparison.Ordinal))
                break;
            Assert.True(attempt < 1000, greeting);
        }
    }

    [Fact]
    public async Task S51_a_port_that_begins_with_tls_closes_without_a_handshake()
    {
        await using var server = await StartAsync(options =>
        {
            options.Connections = 1;
            options.ImplicitTls = true;
            options.Certificate = CertificateSource.Development();
        });
        var tls = new ClientTlsOptions { AcceptsAnyCertificate = true };
        await using var first = await server.ConnectAsync();
        await first.StartTlsAsync(tls, TestContext.Current.CancellationToken);
        await first.Link.ReadLineAsync();

        await using var second = await server.ConnectAsync();

        Assert.Null(await second.Link.ReadLineAsync());
    }

    [Fact]
    public void A_client_of_ipv6_is_a_whole_network()
    {
        var count = new ConnectionCount(all: 10, perClient: 1);

        Assert.True(count.TryEnter(IPAddress.Parse("2001:db8:0:1::1")));
        Assert.False(count.TryEnter(IPAddress.Parse("2001:db8:0:1:ffff::2")));
        Assert.True(count.TryEnter(IPAddress.Parse("2001:db8:0:2::1")));
        Assert.True(count.TryEnter(IPAddress.Parse("::ffff:192.0.2.1")));
        Assert.False(count.TryEnter(IPAddress.Parse("192.0.2.1")));
        count.Leave(IPAddress.Parse("192.0.2.1"));
        Assert.True(count.TryEnter(IPAddress.Parse("::ffff:192.0.2.1")));
    }

    private static Task<RunningServer> StartAsync(Action<SmtpServerOptions> change) =>
        RunningServer.StartAsync(smtp => smtp.Handle(new KeepingHandler()).Configure(change));
}
