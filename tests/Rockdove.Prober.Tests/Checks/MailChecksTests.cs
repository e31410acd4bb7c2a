using Rockdove.Dns;
using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

public sealed class MailChecksTests : CheckTests
{
    [Theory]
    [InlineData("example.org", "example.org", true)]
    [InlineData("b\u00FCcher.example", "xn--bcher-kva.example", true)]
    [InlineData("mx.example.org:25", "mx.example.org:25", false)]
    [InlineData("192.0.2.1", "192.0.2.1:25", false)]
    [InlineData("192.0.2.1:993", "192.0.2.1:993", false)]
    [InlineData("[2001:db8::1]:465", "[2001:db8::1]:465", false)]
    [InlineData("2001:db8::1", "[2001:db8::1]:25", false)]
    [InlineData("[2001:db8::1]", "[2001:db8::1]:25", false)]
    public void Targets_are_read(string text, string written, bool isDomain)
    {
        Assert.True(CheckTarget.TryParse(text, out var target));
        Assert.Equal((written, isDomain), (target.ToString(), target.IsDomain));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("mx.example.org:0")]
    [InlineData("mx.example.org:65536")]
    [InlineData("mx.example.org:")]
    [InlineData("a b")]
    [InlineData("a@example.org")]
    [InlineData("https://example.org")]
    [InlineData("[192.0.2.1]:25")]
    [InlineData("a..b")]
    public void What_is_no_target_is_refused(string text) => Assert.False(CheckTarget.TryParse(text, out _));

    [Fact]
    public async Task All_checks_are_made_and_told_in_their_order()
    {
        Zone.Text("example.org", "v=spf1 -all").Mx("example.org", 0, ".");
        var report = await World.RunAsync("example.org");
        Assert.Equal(
            CheckNames.All.Where(name => name != CheckNames.Certificate),
            report.Results.Select(result => result.Check).Distinct());
        Assert.Equal(CheckStatus.Fail, report.Worst); // No DMARC.
        Assert.All(report.Results, result => Assert.NotEqual("", result.What));
        Assert.Equal(World.Names.Asked.Count, report.Lookups);
    }

    [Fact]
    public async Task Of_a_port_only_what_belongs_to_it_is_checked()
    {
        var server = World.Add(new TlsServer("smtp", null));
        var report = await World.RunAsync($"127.0.0.1:{server.Port}");
        Assert.Equal(
            [CheckNames.Tls, CheckNames.Certificate, CheckNames.Dane, CheckNames.Ptr],
            report.Results.Select(result => result.Check).Distinct());
    }

    [Fact]
    public async Task No_more_questions_are_asked_than_allowed()
    {
        for (var i = 0; i < 20; i++)
            Zone.Text("example.org", "v=spf1 a:a.example -all").Mx("example.org", 10, $"mx{i}.example.org");
        World.Options = World.Options with { MaximumLookups = 12, MaximumHosts = 20 };
        var report = await World.RunAsync("example.org");
        Assert.Equal((12, 12), (report.Lookups, World.Names.Asked.Count));
        Assert.Contains(
            report.Results,
            one => one.Status == CheckStatus.Error && one.What.Contains("12 questions", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_takes_too_long_is_told()
    {
        Zone.KeepSilent("example.org", DnsType.Txt);
        var clock = new ManualTimeProvider();
        using var resolver = World.Names.CreateResolver(clock);
        World.Options = World.Options with
        {
            Resolver = resolver,
            Time = clock,
            Only = [CheckNames.Spf],
            Patience = TimeSpan.FromSeconds(3),
        };
        var running = World.RunAsync("example.org");
        await clock.WaitForTimersAsync(2, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(3));
        var report = await running;
        Assert.Equal(
            "This was not done within the 3 seconds that it may take.", Only(CheckStatus.Error, report.Results));
        Assert.Equal(TimeSpan.FromSeconds(3), report.Elapsed);
    }

    [Fact]
    public void A_check_that_does_not_exist_is_refused() => Assert.Throws<ArgumentException>(
        () => new MailChecks(World.Options with { Only = ["spif"] }));
}
