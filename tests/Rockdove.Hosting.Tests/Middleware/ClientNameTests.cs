using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Rockdove.Testing;

namespace Rockdove.Hosting.Tests;

/// <summary>What a client is called, by a DNS that the test answers.</summary>
public class ClientNameTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedResolver _dns = new();
    private readonly List<string?> _seen = [];

    [Fact]
    public async Task A_name_that_leads_back_to_the_address_is_the_clients()
    {
        _dns.Names["127.0.0.1"] = "client.test.";
        _dns.Addresses["client.test"] = ["192.0.2.9", "127.0.0.1"];
        await using var server = await StartAsync();

        await GreetAsync(server);

        Assert.Equal(["client.test"], _seen);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("liar.test")]
    [InlineData("not a name\r\n")]
    [InlineData("127.0.0.1")]
    [InlineData("fails.test")]
    public async Task Any_other_is_unknown(string? name)
    {
        _dns.Names["127.0.0.1"] = name;
        _dns.Addresses["liar.test"] = ["192.0.2.9"];
        await using var server = await StartAsync();

        await GreetAsync(server);

        Assert.Equal(["unknown"], _seen);
    }

    [Fact]
    public async Task The_greeting_does_not_wait_and_the_hello_waits_no_longer_than_the_limit()
    {
        var asked = _dns.Hang();
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync();

        Assert.StartsWith("220 ", await client.Link.ReadReplyAsync(), StringComparison.Ordinal);
        await client.Link.WriteAsync("EHLO c.test\r\n");
        await asked.WaitAsync(Patience, TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Empty(_seen);
        _clock.Advance(TimeSpan.FromSeconds(0.2));

        Assert.StartsWith("250-", await client.Link.ReadReplyAsync(), StringComparison.Ordinal);
        Assert.Equal(["unknown"], _seen);
    }

    [Fact]
    public async Task On_request_the_greeting_waits_for_it()
    {
        _dns.Names["127.0.0.1"] = "client.test";
        _dns.Addresses["client.test"] = ["127.0.0.1"];
        var atConnect = new List<string?>();
        await using var server = await StartAsync(smtp => smtp
            .LookUpClientName(beforeGreeting: true, resolver: _dns)
            .OnConnect((context, _) =>
            {
                atConnect.Add(context.Session.ClientName);
                return context.Session.ClientName != "unknown";
            }));

        await GreetAsync(server);

        Assert.Equal(["client.test"], atConnect);
    }

    [Fact]
    public async Task What_a_proxy_says_is_not_looked_up_but_the_address_it_gives_is()
    {
        _dns.Names["192.0.2.1"] = "behind.test";
        _dns.Addresses["behind.test"] = ["192.0.2.1"];
        await using var server = await StartAsync(options: options =>
            options.TrustedPeers = [IPNetwork.Parse("127.0.0.0/8")]);
        await using var client = await server.ConnectAsync();
        await client.Link.ReadReplyAsync();

        await SayAsync(client, "XCLIENT ADDR=192.0.2.1");
        await SayAsync(client, "EHLO c.test");
        await SayAsync(client, "XCLIENT ADDR=192.0.2.1 NAME=told.test");
        await SayAsync(client, "EHLO c.test");
        await SayAsync(client, "XCLIENT ADDR=[UNAVAILABLE]");
        await SayAsync(client, "EHLO c.test");

        Assert.Equal(["behind.test", "told.test", null], _seen);
    }

    [Fact]
    public async Task Sixteen_searches_go_on_at_one_time_and_one_more_client_is_unknown_at_once()
    {
        var asked = _dns.Hang();
        await using var server = await StartAsync();
        var clients = new List<ClientLink>();
        for (var i = 0; i < 17; i++)
        {
            clients.Add(await server.ConnectAsync());
            await clients[^1].Link.ReadReplyAsync(); // So that they come one after another.
            await clients[^1].Link.WriteAsync("EHLO c.test\r\n");
        }

        await clients[16].Link.ReadReplyAsync();
        Assert.Equal(["unknown"], _seen);
        await asked.WaitAsync(Patience, TestContext.Current.CancellationToken);
        _dns.Release();
        for (var i = 0; i < 16; i++)
            await clients[i].Link.ReadReplyAsync();

        Assert.Equal(Enumerable.Repeat("unknown", 17), _seen);
        Assert.Equal(16, _dns.Questions);
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_that_is_none_is_refused(int seconds)
    {
        var mistake = Assert.Throws<ArgumentException>(() => PipedServer.Start(smtp => smtp
            .LookUpClientName(TimeSpan.FromSeconds(seconds))
            .Handle(new KeepingHandler())));

        Assert.StartsWith("limit is ", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_an_address_is_not_looked_up()
    {
        await using var server = PipedServer.Start(smtp => smtp
            .LookUpClientName(resolver: _dns)
            .Handle(new KeepingHandler()));

        Assert.StartsWith("250-", await server.SayAsync("EHLO c.test\r\n"), StringComparison.Ordinal);
        Assert.Equal(0, _dns.Questions);
    }

    private Task<RunningServer> StartAsync(
        Action<SmtpServerBuilder>? lookUp = null, Action<SmtpServerOptions>? options = null) =>
        RunningServer.StartAsync(
            smtp =>
            {
                smtp.Configure(options ?? (_ => { }));
                if (lookUp is null)
                    smtp.LookUpClientName(resolver: _dns);
                else
                    lookUp(smtp);
                smtp.OnHello((context, _) =>
                {
                    lock (_seen)
                        _seen.Add(context.Session.ClientName);
                    return null;
                }).Handle(new KeepingHandler());
            },
            builder => builder.Services.AddSingleton<TimeProvider>(_clock));

    private static async Task GreetAsync(RunningServer server)
    {
        await using var client = await server.ConnectAsync();
        Assert.StartsWith("220 ", await client.Link.ReadReplyAsync(), StringComparison.Ordinal);
        await SayAsync(client, "EHLO c.test");
    }

    private static async Task SayAsync(ClientLink client, string command)
    {
        await client.Link.WriteAsync(command + "\r\n");
        Assert.StartsWith("2", await client.Link.ReadReplyAsync(), StringComparison.Ordinal);
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private sealed class ScriptedResolver : IClientNameResolver
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource? _gate;
        private int _questions;

        public Dictionary<string, string?> Names { get; } = [];

        public Dictionary<string, string[]> Addresses { get; } = [];

        public int Questions => _questions;

        /// <summary>Answers nothing any more, whatever its token says; the task ends at the first question.</summary>
        public Task Hang()
        {
            _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _asked.Task;
        }

        public void Release() => _gate!.SetResult();

        public async Task<string?> FindNameAsync(IPAddress address, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _questions);
            _asked.TrySetResult();
            if (_gate is not null)
                await _gate.Task;
            return Names.GetValueOrDefault(address.ToString());
        }

        public Task<IReadOnlyList<IPAddress>> FindAddressesAsync(string name, CancellationToken cancellationToken) =>
            Addresses.TryGetValue(name, out var found)
                ? Task.FromResult<IReadOnlyList<IPAddress>>([.. found.Select(IPAddress.Parse)])
                : throw new System.Net.Sockets.SocketException();
    }
}
