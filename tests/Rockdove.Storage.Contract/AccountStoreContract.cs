namespace Rockdove.Storage.Contract;

/// <summary>Accounts, their addresses, and the domains of these.</summary>
public abstract class AccountStoreContract<THarness> : IAsyncLifetime
    where THarness : IAccountStoreHarness, new()
{
    private static readonly MailDomain Domain = new("example.org");

    private static readonly Account Ann = new()
    {
        Name = new("ann"),
        DisplayName = "Ann Ångström",
        Verifiers = ["$scram-sha-256$i=4096$c2FsdA$c3RvcmVk$c2VydmVy", "$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$aGFzaA"],
        Addresses = [new("ann", Domain), new("a.n", Domain)],
    };

    private IAccountStore _accounts = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _accounts = await new THarness().CreateAsync();
        await _accounts.AddDomainAsync(Domain, Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_accounts is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_account_is_found_by_name_and_by_address()
    {
        var created = await _accounts.CreateAsync(Ann, Token);

        Assert.Equal(AccountOutcome.Done, created.Outcome);
        Expect(Ann with { Version = 1 }, created.Account);
        Expect(created.Account!, await _accounts.FindAsync(new AccountName("ANN"), Token));
        Expect(created.Account!, await _accounts.FindAsync(new AccountAddress("A.N", new("EXAMPLE.org")), Token));
        Assert.Null(await _accounts.FindAsync(new AccountName("an"), Token));
        Assert.Null(await _accounts.FindAsync(new AccountAddress("an", Domain), Token));
        Assert.Null(await _accounts.FindAsync(new AccountAddress("ann", new("example.net")), Token));
    }

    [Fact]
    public async Task An_alias_is_found_by_its_address_and_replaced()
    {
        var sales = new AccountAddress("sales", Domain);

        Assert.True(await _accounts.SetAliasAsync(new(sales, ["ann@example.org", "Bob@elsewhere.test"]), Token));
        Assert.Equal(
            ["ann@example.org", "Bob@elsewhere.test"], (await _accounts.FindAliasAsync(sales, Token))!.Targets);
        Assert.Null(await _accounts.FindAliasAsync(new("sale", Domain), Token));

        Assert.True(await _accounts.SetAliasAsync(new(new("SALES", Domain), ["ann@example.org"]), Token));
        Assert.Equal(["ann@example.org"], (await _accounts.FindAliasAsync(sales, Token))!.Targets);

        Assert.True(await _accounts.RemoveAliasAsync(sales, Token));
        Assert.False(await _accounts.RemoveAliasAsync(sales, Token));
        Assert.Null(await _accounts.FindAliasAsync(sales, Token));
    }

    [Fact]
    public async Task Patterns_come_longest_first_and_all_aliases_in_order()
    {
        var catchAll = AccountAddress.CatchAll(Domain);
        foreach (var address in (AccountAddress[])[new("b", Domain), new("*", Domain), catchAll, new("x-*", Domain)])
            Assert.True(await _accounts.SetAliasAsync(new(address, ["ann@example.org"]), Token));

        var patterns = await _accounts.ListPatternsAsync(Domain, Token);
        var all = await _accounts.ListAliasesAsync(Token);

        Assert.Equal(["x-*@example.org", "*@example.org"], patterns.Select(alias => $"{alias.Address}"));
        Assert.Equal(
            ["@example.org", "*@example.org", "b@example.org", "x-*@example.org"],
            all.Select(alias => $"{alias.Address}"));
        Assert.Empty(await _accounts.ListPatternsAsync(new("example.net"), Token));
        Assert.NotNull(await _accounts.FindAliasAsync(catchAll, Token));
    }

    [Fact]
    public async Task An_alias_needs_its_domain_and_the_domain_stays_for_it()
    {
        var address = new AccountAddress("a", new("example.net"));
        Assert.False(await _accounts.SetAliasAsync(new(address, ["ann@example.org"]), Token));
        await _accounts.AddDomainAsync(address.Domain, Token);
        Assert.True(await _accounts.SetAliasAsync(new(address, ["ann@example.org"]), Token));

        Assert.False(await _accounts.RemoveDomainAsync(address.Domain, Token));
        await _accounts.RemoveAliasAsync(address, Token);
        Assert.True(await _accounts.RemoveDomainAsync(address.Domain, Token));
    }

    [Fact]
    public async Task An_alias_has_at_least_one_target_and_a_greatest_number()
    {
        var address = new AccountAddress("list", Domain);
        var most = Enumerable.Range(0, MailAlias.MaximumTargets).Select(i => $"u{i}@example.org").ToArray();

        Assert.True(await _accounts.SetAliasAsync(new(address, most), Token));
        Assert.Equal(most, (await _accounts.FindAliasAsync(address, Token))!.Targets);
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await _accounts.SetAliasAsync(new(address, [.. most, "one@more.test"]), Token));
        foreach (var bad in (string[])["", "a\nb", new string('x', AccountName.MaximumLength + 1)])
        {
            await Assert.ThrowsAsync<ArgumentException>(
                async () => await _accounts.SetAliasAsync(new(address, [bad]), Token));
        }

        await Assert.ThrowsAsync<ArgumentException>(
            async () => await _accounts.SetAliasAsync(new(address, []), Token));
    }

    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("list-*", "list-", true)]
    [InlineData("list-*", "list", false)]
    [InlineData("*-owner", "a-b-owner", true)]
    [InlineData("a*b*c", "axxbyyc", true)]
    [InlineData("a*b*c", "acb", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("plain", "plain", true)]
    [InlineData("plain", "plainer", false)]
    public void A_star_is_any_text(string pattern, string local, bool matches)
    {
        var alias = new MailAlias(new(pattern, Domain), ["ann@example.org"]);

        Assert.Equal(matches, alias.Matches(new(local, Domain)));
        Assert.False(alias.Matches(new(local, new("example.net"))));
    }

    [Fact]
    public async Task A_bare_account_is_kept_bare()
    {
        await _accounts.CreateAsync(new() { Name = new("bob"), IsEnabled = false }, Token);

        var bob = await _accounts.FindAsync(new AccountName("bob"), Token);

        Expect(new() { Name = new("bob"), IsEnabled = false, Version = 1 }, bob);
    }

    [Theory]
    [InlineData("Ann@Example.ORG", "ann@example.org")]
    [InlineData("\u00c5NGSTR\u00d6M", "\u00e5ngstr\u00f6m")]
    [InlineData("A\u030a", "a\u030a")]
    [InlineData("\u0391\u0392", "\u03b1\u03b2")]
    [InlineData("ann smith", "ann smith")]
    public void Names_are_compared_in_lower_case(string text, string prepared)
    {
        Assert.Equal(prepared, new AccountName(text).Text);
        Assert.Equal(prepared.Replace('@', '.'), new MailDomain(text.Replace('@', '.')).Text);
        Assert.Equal(prepared, new AccountAddress(text, Domain).LocalPart);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    public void What_is_no_name_is_refused(string text)
    {
        Assert.Throws<ArgumentException>(() => new AccountName(text));
        Assert.Throws<ArgumentException>(() => new MailDomain(text));
        Assert.Throws<ArgumentException>(() => new AccountAddress(text, Domain));
    }

    [Fact]
    public void Half_a_character_is_no_name() =>
        Assert.ThrowsAny<ArgumentException>(() => new AccountName("a" + '\ud800'));

    [Fact]
    public void Names_have_a_greatest_length()
    {
        Assert.NotNull(new AccountName(new('x', AccountName.MaximumLength)).Text);
        Assert.Throws<ArgumentException>(() => new AccountName(new('x', AccountName.MaximumLength + 1)));
        Assert.NotNull(new MailDomain(new('x', MailDomain.MaximumLength)).Text);
        Assert.Throws<ArgumentException>(() => new MailDomain(new('x', MailDomain.MaximumLength + 1)));
        Assert.NotNull(new AccountAddress(new('x', AccountAddress.MaximumLocalPartLength), Domain).LocalPart);
        Assert.Throws<ArgumentException>(
            () => new AccountAddress(new('x', AccountAddress.MaximumLocalPartLength + 1), Domain));
        Assert.Throws<ArgumentException>(() => new MailDomain("a@b"));
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        await _accounts.CreateAsync(Ann, Token);

        var again = await _accounts.CreateAsync(new() { Name = new("Ann"), DisplayName = "Another" }, Token);

        Assert.Equal(new(AccountOutcome.NameTaken), again);
        Assert.Equal("Ann Ångström", (await _accounts.FindAsync(Ann.Name, Token))!.DisplayName);
    }

    [Fact]
    public async Task An_address_belongs_to_one_account()
    {
        await _accounts.CreateAsync(Ann, Token);
        var taken = new AccountAddress("a.n", Domain);

        var bob = await _accounts.CreateAsync(
            new() { Name = new("bob"), Addresses = [new("bob", Domain), taken] }, Token);

        Assert.Equal(new(AccountOutcome.AddressTaken, null, taken), bob);
        Assert.Null(await _accounts.FindAsync(new AccountName("bob"), Token));
        Assert.Null(await _accounts.FindAsync(new AccountAddress("bob", Domain), Token));
    }

    [Fact]
    public async Task An_address_needs_its_domain()
    {
        var elsewhere = new AccountAddress("ann", new("example.net"));

        Assert.Equal(
            new(AccountOutcome.NoDomain, null, elsewhere),
            await _accounts.CreateAsync(Ann with { Addresses = [elsewhere] }, Token));

        await _accounts.AddDomainAsync(elsewhere.Domain, Token);
        Assert.Equal(
            AccountOutcome.Done, (await _accounts.CreateAsync(Ann with { Addresses = [elsewhere] }, Token)).Outcome);
    }

    [Fact]
    public async Task A_catch_all_is_an_address_that_is_asked_for()
    {
        await _accounts.CreateAsync(Ann with { Addresses = [AccountAddress.CatchAll(Domain)] }, Token);

        Assert.Null(await _accounts.FindAsync(new AccountAddress("anyone", Domain), Token));
        var found = await _accounts.FindAsync(AccountAddress.CatchAll(Domain), Token);
        Assert.True(Assert.Single(found!.Addresses).IsCatchAll);
    }

    [Fact]
    public async Task A_change_replaces_all_but_the_name()
    {
        var ann = (await _accounts.CreateAsync(Ann, Token)).Account!;
        var changed = ann with
        {
            DisplayName = "A",
            IsEnabled = false,
            Verifiers = ["$x$y"],
            Addresses = [new("new", Domain), new("ann", Domain)],
        };

        var change = await _accounts.UpdateAsync(changed, Token);

        Assert.Equal(AccountOutcome.Done, change.Outcome);
        Expect(changed with { Version = 2 }, change.Account);
        Expect(change.Account!, await _accounts.FindAsync(Ann.Name, Token));
        Assert.Null(await _accounts.FindAsync(new AccountAddress("a.n", Domain), Token));
        Expect(change.Account!, await _accounts.FindAsync(new AccountAddress("new", Domain), Token));
    }

    [Fact]
    public async Task A_change_of_what_was_changed_since_is_refused()
    {
        var read = (await _accounts.CreateAsync(Ann, Token)).Account!;
        await _accounts.UpdateAsync(read with { DisplayName = "first" }, Token);

        var late = await _accounts.UpdateAsync(read with { DisplayName = "second" }, Token);

        Assert.Equal(new(AccountOutcome.Changed), late);
        Assert.Equal("first", (await _accounts.FindAsync(Ann.Name, Token))!.DisplayName);
    }

    [Fact]
    public async Task A_change_that_cannot_be_changes_nothing()
    {
        var ann = (await _accounts.CreateAsync(Ann, Token)).Account!;
        await _accounts.CreateAsync(new() { Name = new("bob"), Addresses = [new("bob", Domain)] }, Token);

        var change = await _accounts.UpdateAsync(
            ann with { DisplayName = "x", Addresses = [new("free", Domain), new("bob", Domain)] }, Token);

        Assert.Equal(AccountOutcome.AddressTaken, change.Outcome);
        Expect(ann, await _accounts.FindAsync(Ann.Name, Token));
        Assert.Null(await _accounts.FindAsync(new AccountAddress("free", Domain), Token));
        Assert.Equal(
            new(AccountOutcome.NotFound), await _accounts.UpdateAsync(new() { Name = new("carl") }, Token));
    }

    [Fact]
    public async Task Of_many_changes_at_once_one_is_done()
    {
        var ann = (await _accounts.CreateAsync(Ann, Token)).Account!;

        var changes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            async () => await _accounts.UpdateAsync(ann with { DisplayName = $"{i}" }, Token), Token)));

        var done = Assert.Single(changes, change => change.Outcome == AccountOutcome.Done);
        Assert.Equal(15, changes.Count(change => change.Outcome == AccountOutcome.Changed));
        Expect(done.Account!, await _accounts.FindAsync(Ann.Name, Token));
    }

    [Fact]
    public async Task A_deleted_account_frees_its_name_and_its_addresses()
    {
        await _accounts.CreateAsync(Ann, Token);

        Assert.True(await _accounts.DeleteAsync(Ann.Name, Token));

        Assert.False(await _accounts.DeleteAsync(Ann.Name, Token));
        Assert.Null(await _accounts.FindAsync(Ann.Name, Token));
        Assert.Null(await _accounts.FindAsync(Ann.Addresses[0], Token));
        Assert.Equal(
            AccountOutcome.Done,
            (await _accounts.CreateAsync(new() { Name = new("bob"), Addresses = Ann.Addresses }, Token)).Outcome);
    }

    [Fact]
    public async Task Accounts_are_listed_in_pages()
    {
        string[] names = ["a", "b", "ba", "c", "\uff01", "\U0001f54a"]; // By code point, so the dove comes last.
        foreach (var name in names.Reverse())
            await _accounts.CreateAsync(new() { Name = new(name) }, Token);

        var listed = new List<string>();
        AccountName? last = null;
        while (await _accounts.ListAsync(last, 4, Token) is { Count: > 0 } page)
        {
            listed.AddRange(page.Select(account => account.Name.Text));
            last = page[^1].Name;
        }

        Assert.Equal(names, listed);
        Assert.Equal(["b", "ba"], (await _accounts.ListAsync(new("aa"), 2, Token)).Select(each => each.Name.Text));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _accounts.ListAsync(null, 0, Token));
    }

    [Fact]
    public async Task Domains_come_and_go_but_not_while_they_are_used()
    {
        var other = new MailDomain("b.example");
        Assert.True(await _accounts.AddDomainAsync(other, Token));
        Assert.False(await _accounts.AddDomainAsync(new("B.EXAMPLE"), Token));
        await _accounts.CreateAsync(Ann, Token);

        Assert.Equal([other, Domain], await _accounts.ListDomainsAsync(Token));
        Assert.False(await _accounts.RemoveDomainAsync(Domain, Token));
        Assert.True(await _accounts.RemoveDomainAsync(other, Token));
        Assert.False(await _accounts.RemoveDomainAsync(other, Token));
        Assert.False(await _accounts.HasDomainAsync(other, Token));
        await _accounts.DeleteAsync(Ann.Name, Token);
        Assert.True(await _accounts.HasDomainAsync(Domain, Token));
        Assert.True(await _accounts.RemoveDomainAsync(Domain, Token));
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("")]
    [InlineData("$")]
    [InlineData("$scram")]
    [InlineData("$scram$")]
    [InlineData("$$x")]
    [InlineData("$x$y z")]
    [InlineData("$x$ö")]
    [InlineData("$x$y\n$z$w")]
    public async Task What_is_no_verifier_is_refused_for_it_may_be_a_password(string text)
    {
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await _accounts.CreateAsync(Ann with { Verifiers = [text] }, Token));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await _accounts.UpdateAsync(Ann with { Verifiers = [text] }, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task An_account_holds_so_much_and_no_more(int more)
    {
        string Verifier(int length) => "$x$" + new string('y', length - 3);
        Account[] accounts =
        [
            new() { Name = new("a"), DisplayName = new('x', Account.MaximumDisplayNameLength + more) },
            new() { Name = new("b"), Verifiers = [Verifier(Account.MaximumVerifierLength + more)] },
            new()
            {
                Name = new("c"),
                Verifiers = [.. Enumerable.Repeat("$x$y", Account.MaximumVerifiers + more)],
            },
            new()
            {
                Name = new("d"),
                Addresses = [.. Enumerable.Range(0, Account.MaximumAddresses + more)
                    .Select(i => new AccountAddress($"d{i}", Domain))],
            },
        ];

        foreach (var account in accounts)
        {
            if (more > 0)
            {
                await Assert.ThrowsAsync<ArgumentException>(
                    async () => await _accounts.CreateAsync(account, Token));
                continue;
            }
            Expect(account with { Version = 1 }, (await _accounts.CreateAsync(account, Token)).Account);
            Expect(account with { Version = 1 }, await _accounts.FindAsync(account.Name, Token));
        }
    }

    [Fact]
    public async Task An_address_is_named_once() => await Assert.ThrowsAsync<ArgumentException>(
        async () => await _accounts.CreateAsync(
            Ann with { Addresses = [new("x", Domain), new("X", Domain)] }, Token));

    private static void Expect(Account expected, Account? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Verifiers, actual.Verifiers);
        Assert.Equal(expected.Addresses, actual.Addresses);
        Assert.Equal(expected, actual with { Verifiers = expected.Verifiers, Addresses = expected.Addresses });
    }
}
