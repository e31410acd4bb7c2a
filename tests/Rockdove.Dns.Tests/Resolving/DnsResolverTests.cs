using System.Net;
using Rockdove.Testing;

namespace Rockdove.Dns.Tests;

public sealed class DnsResolverTests : IAsyncLifetime
{
    private readonly ZoneServer _server = ZoneServer.Start();

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Records_are_found()
    {
        _server.Zone.Mx("example.org", 10, "mx.example.org").Mx("example.org", 20, "mx2.example.org");
        var answer = await AskAsync("example.org", DnsType.Mx);
        Assert.Equal(DnsOutcome.Found, answer.Outcome);
        Assert.Equal(["mx.example.org", "mx2.example.org"], answer.Of<MxRecord>().Select(one => $"{one.Exchange}"));
        Assert.False(answer.IsAuthentic);
        Assert.Equal(_server.EndPoint, answer.Server);
        Assert.Equal([new AskedQuestion(answer.Question, IsTcp: false, HasExtension: true)], _server.Asked);
    }

    [Fact]
    public async Task That_there_is_nothing_is_an_answer()
    {
        _server.Zone.Text("a.example.org", "x");
        var (noData, noName) = (await AskAsync("example.org", DnsType.Mx), await AskAsync("b.example.org", DnsType.A));
        Assert.Equal((DnsOutcome.NoData, false), (noData.Outcome, noData.IsFailure));
        Assert.Equal((DnsOutcome.NoName, false), (noName.Outcome, noName.IsFailure));
    }

    [Fact]
    public async Task That_the_server_fails_is_none()
    {
        _server.Zone.Fail("example.org", DnsType.Tlsa).Fail("example.org", DnsType.A, DnsResponseCode.Refused);
        var answer = await AskAsync("example.org", DnsType.Tlsa);
        Assert.Equal((DnsOutcome.ServerFailed, true), (answer.Outcome, answer.IsFailure));
        Assert.Equal($"{_server.EndPoint} says SERVFAIL.", answer.Explanation);
        Assert.Equal(2, _server.Asked.Count);
        Assert.Equal(DnsResponseCode.Refused, (await AskAsync("example.org", DnsType.A)).ResponseCode);
    }

    [Fact]
    public async Task A_silent_server_is_asked_twice()
    {
        _server.Zone.KeepSilent("example.org", DnsType.A);
        var clock = new ManualTimeProvider();
        using var resolver = _server.CreateResolver(clock);
        var asking = resolver.QueryAsync(Name("example.org"), DnsType.A, Stop);
        await clock.WaitForTimersAsync(1, Stop);
        clock.Advance(TimeSpan.FromSeconds(4));
        await clock.WaitForTimersAsync(1, Stop);
        Assert.False(asking.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(4));
        var answer = await asking;
        Assert.Equal(DnsOutcome.TimedOut, answer.Outcome);
        Assert.Equal($"{_server.EndPoint} did not answer in time.", answer.Explanation);
    }

    [Fact]
    public async Task The_next_server_is_asked_when_one_fails()
    {
        await using var other = ZoneServer.Start();
        other.Zone.Fail("example.org", DnsType.A);
        _server.Zone.Address("example.org", "192.0.2.1");
        using var resolver = new DnsResolver(new DnsResolverOptions { Servers = [other.EndPoint, _server.EndPoint] });
        var answer = await resolver.QueryAsync(Name("example.org"), DnsType.A, Stop);
        Assert.Equal(_server.EndPoint, answer.Server);
        Assert.Single(other.Asked);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_to_be()
    {
        var gone = ZoneServer.Start();
        var address = gone.EndPoint;
        await gone.DisposeAsync();
        using var resolver = new DnsResolver(new DnsResolverOptions { Servers = [address] });
        var answer = await resolver.QueryAsync(Name("example.org"), DnsType.A, Stop);
        Assert.Equal(DnsOutcome.Unreachable, answer.Outcome);
        Assert.StartsWith($"{address} cannot be reached: ", answer.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_fit_comes_over_TCP()
    {
        for (var i = 0; i < 40; i++)
            _server.Zone.Text("example.org", $"{i} {new string('x', 200)}");
        var answer = await AskAsync("example.org", DnsType.Txt);
        Assert.Equal(40, answer.Records.Count);
        Assert.Equal([false, true], _server.Asked.Select(one => one.IsTcp));
    }

    [Theory]
    [InlineData("nothing", DnsOutcome.Unreachable)]
    [InlineData("half", DnsOutcome.Unreachable)]
    [InlineData("garbage", DnsOutcome.Broken)]
    [InlineData("another", DnsOutcome.Broken)]
    [InlineData("truncated", DnsOutcome.Broken)]
    public async Task A_bad_answer_over_TCP_is_none(string what, DnsOutcome outcome)
    {
        _server.TruncatesDatagrams = true;
        _server.Zone.Text("example.org", "x");
        _server.Stream = answer => what switch
        {
            "nothing" => [],
            "half" => ZoneServer.Framed(answer)[..20],
            "garbage" => [0, 3, 1, 2, 3],
            "another" => ZoneServer.Framed(answer with { Id = (ushort)(answer.Id + 1) }),
            _ => ZoneServer.Framed(answer with { IsTruncated = true }),
        };
        Assert.Equal(outcome, (await AskAsync("example.org", DnsType.Txt)).Outcome);
    }

    [Fact]
    public async Task Servers_without_EDNS_are_asked_without()
    {
        _server.RefusesExtension = true;
        _server.Zone.Address("example.org", "192.0.2.1");
        Assert.Equal(DnsOutcome.Found, (await AskAsync("example.org", DnsType.A)).Outcome);
        Assert.Equal([true, false], _server.Asked.Select(one => one.HasExtension));
    }

    [Fact]
    public async Task Aliases_are_followed()
    {
        _server.Zone.Alias("a.example.org", "b.example.org").Alias("b.example.org", "c.example.org")
            .Address("c.example.org", "192.0.2.7");
        var answer = await AskAsync("a.example.org", DnsType.A);
        Assert.Equal("192.0.2.7", Assert.Single(answer.Of<AddressRecord>()).Address.ToString());
        Assert.Equal(Name("c.example.org"), answer.CanonicalName);
        Assert.Equal(DnsType.Cname, Assert.Single((await AskAsync("a.example.org", DnsType.Cname)).Records).Type);
        var nothing = await AskAsync("a.example.org", DnsType.Mx);
        Assert.Equal((DnsOutcome.NoData, Name("c.example.org")), (nothing.Outcome, nothing.CanonicalName));
    }

    [Fact]
    public async Task An_alias_that_the_server_stops_at_is_asked_for()
    {
        _server.Zone.Alias("a.example.org", "b.example.org").Address("b.example.org", "192.0.2.7");
        _server.Datagrams = static (_, answer) =>
            [(answer with { Answers = [.. answer.Answers.Take(1)], Authorities = [] }).ToArray()];
        var answer = await AskAsync("a.example.org", DnsType.A);
        Assert.Equal(DnsOutcome.Found, answer.Outcome);
        Assert.Equal(2, _server.Asked.Count);
    }

    [Fact]
    public async Task Eight_aliases_are_followed_and_nine_are_not()
    {
        for (var i = 1; i <= 9; i++)
            _server.Zone.Alias($"{i}.example.org", $"{i - 1}.example.org");
        _server.Zone.Address("0.example.org", "192.0.2.7");
        Assert.Equal(DnsOutcome.Found, (await AskAsync("8.example.org", DnsType.A)).Outcome);
        var answer = await AskAsync("9.example.org", DnsType.A);
        Assert.Equal(DnsOutcome.Broken, answer.Outcome);
        Assert.Equal("There are more than 8 aliases in a row.", answer.Explanation);
    }

    [Fact]
    public async Task Aliases_in_a_circle_end()
    {
        _server.Zone.Alias("a.example.org", "b.example.org").Alias("b.example.org", "a.example.org");
        var answer = await AskAsync("a.example.org", DnsType.A);
        Assert.Equal((DnsOutcome.Broken, "The aliases lead in a circle."), (answer.Outcome, answer.Explanation));
    }

    [Fact]
    public async Task An_answer_is_authentic_when_all_of_it_is()
    {
        _server.Zone.Sign("example.org").Address("mx.example.org", "192.0.2.1")
            .Alias("out.example.org", "mx.example.net").Address("mx.example.net", "192.0.2.2");
        Assert.True((await AskAsync("mx.example.org", DnsType.A)).IsAuthentic);
        Assert.True((await AskAsync("mx.example.org", DnsType.Tlsa)).IsAuthentic);
        Assert.False((await AskAsync("out.example.org", DnsType.A)).IsAuthentic);
    }

    [Fact]
    public async Task Forgeries_are_passed_over()
    {
        _server.Zone.Address("example.org", "192.0.2.1");
        var forged = new AddressRecord(Name("example.org"), TimeSpan.FromDays(1), IPAddress.Parse("203.0.113.66"));
        _server.Datagrams = (query, answer) =>
        [
            (answer with { Id = (ushort)(answer.Id + 1), Answers = [forged] }).ToArray(),
            (answer with { Questions = [new(Name("example.net"), DnsType.A)], Answers = [forged] }).ToArray(),
            (answer with { Questions = [], Answers = [forged] }).ToArray(),
            (answer with { IsResponse = false, Answers = [forged] }).ToArray(),
            (answer with { Operation = 5, Answers = [forged] }).ToArray(),
            [1, 2, 3],
            answer.ToArray(),
        ];
        var answer = await AskAsync("example.org", DnsType.A);
        Assert.Equal("192.0.2.1", Assert.Single(answer.Of<AddressRecord>()).Address.ToString());
    }

    [Fact]
    public async Task Records_that_nobody_asked_for_count_for_nothing()
    {
        _server.Zone.Text("example.org", "x");
        var other = new MxRecord(Name("evil.example"), TimeSpan.Zero, 0, DnsName.Root);
        _server.Datagrams = (_, answer) => [(answer with { Answers = [other] }).ToArray()];
        Assert.Equal(DnsOutcome.NoData, (await AskAsync("example.org", DnsType.Mx)).Outcome);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_is_told_of()
    {
        _server.Datagrams = static (_, answer) => [[.. answer.ToArray(), 0]];
        var clock = new ManualTimeProvider();
        using var resolver = new DnsResolver(new() { Servers = [_server.EndPoint], Attempts = 1, Time = clock });
        var asking = resolver.QueryAsync(Name("example.org"), DnsType.A, Stop);
        while (!asking.IsCompleted)
        {
            await clock.WaitForTimersAsync(1, Stop);
            await AskOnceMoreAsync(); // When the server has answered another, it has answered ours.
            clock.Advance(TimeSpan.FromSeconds(4));
            await Task.WhenAny(asking, clock.WaitForTimersAsync(1, Stop));
        }

        var answer = await asking;
        Assert.Equal(DnsOutcome.Broken, answer.Outcome);
        Assert.Contains("Behind the last record", answer.Explanation, StringComparison.Ordinal);

        async Task AskOnceMoreAsync()
        {
            using var socket = new System.Net.Sockets.UdpClient();
            socket.Connect(_server.EndPoint);
            await socket.SendAsync(new DnsMessage { Questions = [new(Name("x"), DnsType.A)] }.ToArray(), Stop);
            await socket.ReceiveAsync(Stop);
        }
    }

    [Fact]
    public async Task Letters_that_come_back_otherwise_are_refused_where_case_is_mixed()
    {
        _server.Zone.Address("a-long-enough-name-to-be-mixed.example.org", "192.0.2.1");
        using var resolver = new DnsResolver(new() { Servers = [_server.EndPoint], MixesCase = true, KeptAnswers = 0 });
        var name = Name("a-long-enough-name-to-be-mixed.example.org");
        _server.Datagrams = static (query, answer) =>
        [
            (answer with { Questions = [query.Questions[0] with { Name = Lower(query) }], Answers = [] }).ToArray(),
            answer.ToArray(),
        ];
        Assert.Equal(DnsOutcome.Found, (await resolver.QueryAsync(name, DnsType.A, Stop)).Outcome);
        Assert.False(_server.Asked.First().Question.Name.Wire.SequenceEqual(name.Wire)); // One in 2^33.

        static DnsName Lower(DnsMessage query) => Name(query.Questions[0].Name.ToString().ToLowerInvariant());
    }

    [Fact]
    public async Task Answers_are_kept_as_long_as_they_hold()
    {
        _server.Zone.Add(new AddressRecord(Name("a.example.org"), TimeSpan.FromSeconds(60), IPAddress.Loopback));
        var clock = new ManualTimeProvider();
        using var resolver = new DnsResolver(new() { Servers = [_server.EndPoint], Time = clock });
        await resolver.QueryAsync(Name("a.example.org"), DnsType.A, Stop);
        clock.Advance(TimeSpan.FromSeconds(59));
        var kept = await resolver.QueryAsync(Name("A.example.org"), DnsType.A, Stop);
        Assert.Equal((DnsOutcome.Found, TimeSpan.FromSeconds(1)), (kept.Outcome, kept.TimeToLive));
        Assert.Single(_server.Asked);
        clock.Advance(TimeSpan.FromSeconds(1));
        await resolver.QueryAsync(Name("a.example.org"), DnsType.A, Stop);
        Assert.Equal(2, _server.Asked.Count);
    }

    [Fact]
    public async Task Failures_are_not_kept()
    {
        _server.Zone.Fail("example.org", DnsType.A);
        using var resolver = new DnsResolver(new() { Servers = [_server.EndPoint], Attempts = 1 });
        await resolver.QueryAsync(Name("example.org"), DnsType.A, Stop);
        await resolver.QueryAsync(Name("example.org"), DnsType.A, Stop);
        Assert.Equal(2, _server.Asked.Count);
    }

    [Fact]
    public async Task Questions_beyond_the_limit_wait_for_their_turn()
    {
        _server.Zone.KeepSilent("silent.example.org", DnsType.A).Address("example.org", "192.0.2.1");
        var clock = new ManualTimeProvider();
        using var resolver = new DnsResolver(new()
        {
            Servers = [_server.EndPoint],
            MaximumInFlight = 1,
            Attempts = 1,
            Time = clock,
        });
        var first = resolver.QueryAsync(Name("silent.example.org"), DnsType.A, Stop);
        await clock.WaitForTimersAsync(1, Stop);
        var second = resolver.QueryAsync(Name("example.org"), DnsType.A, Stop);
        Assert.False(second.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(DnsOutcome.TimedOut, (await first).Outcome);
        Assert.Equal(DnsOutcome.Found, (await second).Outcome);
    }

    [Fact]
    public async Task Whoever_cancels_gets_no_answer()
    {
        _server.Zone.KeepSilent("example.org", DnsType.A);
        using var resolver = _server.CreateResolver(new ManualTimeProvider());
        using var stop = new CancellationTokenSource();
        var asking = resolver.QueryAsync(Name("example.org"), DnsType.A, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private async Task<DnsAnswer> AskAsync(string name, DnsType type)
    {
        using var resolver = _server.CreateResolver();
        return await resolver.QueryAsync(Name(name), type, Stop);
    }

    private static DnsName Name(string text) => DnsName.Parse(text);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
