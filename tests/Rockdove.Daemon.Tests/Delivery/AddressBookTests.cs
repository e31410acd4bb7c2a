using Rockdove.Storage;

namespace Rockdove.Daemon.Tests;

/// <summary>Where addresses lead.</summary>
public sealed class AddressBookTests
{
    private static readonly MailDomain Domain = new("example.org");

    private readonly MemoryAccountStore _accounts = new();

    private DaemonSettings _settings = new() { Domains = ["example.org"] };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ann", "ann")]
    [InlineData("ANN", "ann")]
    [InlineData("ann+lists", "ann")]
    [InlineData("ann+a+b", "ann")]
    [InlineData("a.n", "ann")]
    [InlineData("sales", "ann bob")]
    [InlineData("sales+now", "ann bob")]
    [InlineData("both", "ann bob")]
    [InlineData("bob", "bob ann")] // An alias of his own name, and himself among its targets.
    [InlineData("list-x", "bob ann")]
    [InlineData("list-xyz-owner", "ann")] // The longer pattern.
    [InlineData("+x", "")]
    [InlineData("nobody", "")]
    public async Task An_address_leads_to(string local, string names)
    {
        await AddAsync("ann", "ann", "a.n");
        await AddAsync("bob", "bob");
        await AliasAsync("sales", "ann@example.org", "bob@example.org", "ann+sales@example.org");
        await AliasAsync("both", "sales@example.org");
        await AliasAsync("bob", "bob@example.org", "ann@example.org");
        await AliasAsync("list-*", "bob@example.org");
        await AliasAsync("list-*-owner", "ann@example.org");

        var resolution = await ResolveAsync(local);

        Assert.Equal(names, string.Join(' ', resolution.Accounts.Select(account => account.Name)));
        Assert.Equal(names.Length > 0 ? ResolutionOutcome.Found : ResolutionOutcome.Unknown, resolution.Outcome);
    }

    [Fact]
    public async Task A_catch_all_gets_what_nobody_has()
    {
        await AddAsync("ann", "ann");
        await AddAsync("bob", "bob");
        await _accounts.SetAliasAsync(new(AccountAddress.CatchAll(Domain), ["bob@example.org"]), Token);

        Assert.Equal("ann", Assert.Single((await ResolveAsync("ann")).Accounts).Name.Text);
        Assert.Equal("bob", Assert.Single((await ResolveAsync("whoever")).Accounts).Name.Text);
    }

    [Fact]
    public async Task A_catch_all_may_be_an_account_itself()
    {
        await _accounts.AddDomainAsync(Domain, Token);
        await _accounts.CreateAsync(new() { Name = new("all"), Addresses = [AccountAddress.CatchAll(Domain)] }, Token);

        Assert.Equal("all", Assert.Single((await ResolveAsync("whoever")).Accounts).Name.Text);
    }

    [Fact]
    public async Task A_catch_all_that_leads_nowhere_ends()
    {
        await _accounts.AddDomainAsync(Domain, Token);
        await _accounts.SetAliasAsync(new(AccountAddress.CatchAll(Domain), ["gone@example.org"]), Token);

        Assert.Equal(ResolutionOutcome.Loop, (await ResolveAsync("whoever")).Outcome);
    }

    [Theory]
    [InlineData("a", "b", "c", "a")]
    [InlineData("a", "a")]
    public async Task A_circle_is_told_as_a_whole(params string[] way)
    {
        await AddAsync("ann", "ann");
        for (var i = 0; i < way.Length - 1; i++)
            await AliasAsync(way[i], "ann@example.org", $"{way[i + 1]}@example.org");

        var resolution = await ResolveAsync("a");

        Assert.Equal(ResolutionOutcome.Loop, resolution.Outcome);
        Assert.Empty(resolution.Accounts);
        Assert.Contains(
            string.Join(" -> ", way.Select(local => $"{local}@example.org")), resolution.Trouble,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Aliases_may_stand_behind_one_another_to_a_depth()
    {
        await AddAsync("ann", "ann");
        _settings = _settings with { Delivery = new() { AliasDepth = 3 } };
        await AliasAsync("a1", "ann@example.org");
        for (var i = 2; i <= 4; i++)
            await AliasAsync($"a{i}", $"a{i - 1}@example.org");

        Assert.Equal(ResolutionOutcome.Found, (await ResolveAsync("a3")).Outcome);
        Assert.Equal(ResolutionOutcome.Loop, (await ResolveAsync("a4")).Outcome);
    }

    [Fact]
    public async Task An_alias_leads_to_so_many_mailboxes_and_no_more()
    {
        _settings = _settings with { Delivery = new() { AliasRecipients = 2 } };
        foreach (var name in (string[])["u1", "u2", "u3"])
            await AddAsync(name, name);
        await AliasAsync("two", "u1@example.org", "u2@example.org", "u1@example.org");
        await AliasAsync("three", "u1@example.org", "u2@example.org", "u3@example.org");

        Assert.Equal(2, (await ResolveAsync("two")).Accounts.Count);
        Assert.Equal(ResolutionOutcome.TooMany, (await ResolveAsync("three")).Outcome);
    }

    [Fact]
    public async Task What_leads_nowhere_is_told_beside_what_was_found()
    {
        await AddAsync("ann", "ann");
        await AliasAsync("team", "gone@example.org", "ann@example.org");
        await AliasAsync("away", "ann@elsewhere.test");

        var team = await ResolveAsync("team");
        Assert.Equal(ResolutionOutcome.Found, team.Outcome);
        Assert.Equal("team@example.org leads to gone@example.org: Unknown", team.Trouble);
        Assert.Equal(ResolutionOutcome.LeadsAway, (await ResolveAsync("away")).Outcome);
    }

    [Fact]
    public async Task The_settings_have_the_last_word()
    {
        await AddAsync("ann", "ann");
        await AddAsync("bob", "bob");
        await AliasAsync("info", "ann@example.org");
        _settings = _settings with
        {
            Aliases = new Dictionary<string, IReadOnlyList<string>>
            {
                ["info@EXAMPLE.org"] = ["bob@example.org"],
                ["x-*@example.org"] = ["bob@example.org"],
            },
            Postmaster = "ann@example.org",
        };

        Assert.Equal("bob", Assert.Single((await ResolveAsync("info")).Accounts).Name.Text);
        Assert.Equal("bob", Assert.Single((await ResolveAsync("x-1")).Accounts).Name.Text);
        Assert.Equal("ann", Assert.Single((await ResolveAsync("PostMaster")).Accounts).Name.Text);
    }

    [Fact]
    public async Task Both_spellings_of_a_domain_are_one()
    {
        _settings = new() { Domains = ["bücher.example"] };
        await _accounts.AddDomainAsync(MailAddress.DomainOf("bücher.example"), Token);
        await _accounts.CreateAsync(
            new() { Name = new("ann"), Addresses = [MailAddress.TryRead("ann@bücher.example")!.Value] }, Token);

        var resolution = await new DaemonMoment(_accounts, _settings).AddressBook
            .ResolveAsync(MailAddress.TryRead("ann@xn--bcher-kva.example")!.Value, Token);

        Assert.Equal(ResolutionOutcome.Found, resolution.Outcome);
    }

    private async Task AddAsync(string name, params IReadOnlyList<string> locals)
    {
        await _accounts.AddDomainAsync(Domain, Token);
        await _accounts.CreateAsync(
            new() { Name = new(name), Addresses = [.. locals.Select(local => new AccountAddress(local, Domain))] },
            Token);
    }

    private async Task AliasAsync(string local, params IReadOnlyList<string> targets)
    {
        await _accounts.AddDomainAsync(Domain, Token);
        await _accounts.SetAliasAsync(new(new(local, Domain), targets), Token);
    }

    private ValueTask<Resolution> ResolveAsync(string local) =>
        new DaemonMoment(_accounts, _settings).AddressBook.ResolveAsync(new(local, Domain), Token);
}
