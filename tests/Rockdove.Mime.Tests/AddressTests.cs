namespace Rockdove.Mime.Tests;

public sealed class AddressTests
{
    [Theory] // The last domain is where mail would go: nobody may be shown the first.
    [InlineData("a@b@c.example", "\"a@b\"@c.example")]
    [InlineData("x <a@b@c.example>", "\"a@b\"@c.example")]
    [InlineData("a@b@c@d", "\"a@b@c\"@d")]
    public void Of_several_domains_the_last_one_counts(string value, string address)
    {
        var message = Mail.Read($"To: {value}\n\n");
        Assert.Equal(address, Assert.Single(message.To).Address);
        Assert.Contains(MimeDefectKind.AddressMalformed, message.Examine().Kinds());
    }

    [Theory]
    [InlineData("", 0, true)]
    [InlineData("ann@example.org", 1, true)]
    [InlineData("Ann =?utf-8?q?B=C3=BC?= <ann@example.org>, Bob (B.) <bob@example.org>", 2, true)]
    [InlineData("All: ann@example.org, <bob@example.org>;", 2, true)]
    [InlineData("Joe Q. Public <@node.test:joe@example.net>, , jdoe@test  . example", 2, true)]
    [InlineData("<ann@example.org> <bob@example.org>", 2, false)]
    [InlineData("bob@example.org <ann@example.org>", 1, false)]
    [InlineData("ann@example.org bob@example.org", 2, false)]
    [InlineData("ann@example.org@elsewhere.test", 1, false)]
    [InlineData("ann", 1, false)]
    [InlineData("<ann@example.org", 1, false)]
    [InlineData("\"ann@example.org", 1, false)]
    [InlineData("ann@example.org (", 1, false)]
    public void Whether_addresses_follow_the_grammar_is_told(string value, int count, bool isGood)
    {
        Assert.Equal(isGood, AddressList.TryRead(value, out var addresses));
        Assert.Equal(count, addresses.Count);
    }

    [Fact]
    public void More_addresses_than_are_read_do_not()
    {
        var most = string.Join(',', Enumerable.Repeat("a@b.example", MimeLimits.Default.AddressesInField));
        Assert.True(AddressList.TryRead(most, out _));
        Assert.False(AddressList.TryRead($"{most},c@d.example", out _));
    }

    [Fact]
    public void A_comment_inside_of_an_address_is_no_name() =>
        Assert.Equal("", Assert.Single(Mail.Read("To: a(x)@(y)b.example\n\n").To).Name);

    [Theory]
    [InlineData("\"Joe Q. Public\" <john.q.public@example.com>", "Joe Q. Public|john.q.public@example.com")]
    [InlineData("Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>",
        "Mary Smith|mary@x.test", "|jdoe@example.org", "Who?|one@y.test")]
    [InlineData("<boss@nil.test>, \"Giant; \\\"Big\\\" Box\" <sysservices@example.net>",
        "|boss@nil.test", "Giant; \"Big\" Box|sysservices@example.net")]
    [InlineData("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", "Pete|pete@silly.test")]
    [InlineData("Joe Q. Public <john.q.public@example.com>", "Joe Q. Public|john.q.public@example.com")]
    [InlineData("Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example",
        "Mary Smith|mary@example.net", "|jdoe@test.example")]
    [InlineData("John Doe <jdoe@machine(comment).  example>", "John Doe|jdoe@machine.example")]
    [InlineData("Mary Smith\n\n         <mary@example.net>", "Mary Smith|mary@example.net")]
    public void The_examples_of_rfc_5322_appendix_a_are_read(string value, params string[] expected) =>
        Assert.Equal(expected, Read(value.Replace("\n\n", "\n  \n", StringComparison.Ordinal)).Select(Show));

    [Fact]
    public void The_groups_of_rfc_5322_appendix_a_are_read()
    {
        var list = Read("A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;");
        Assert.Equal(["Ed Jones|c@a.test", "|joe@where.test", "John|jdoe@one.test"], list.Select(Show));
        Assert.Equal([new AddressGroup("A Group", 0, 3)], list.Groups);

        list = Read("A Group(Some people)\n     :Chris Jones <c@(Chris's host.)public.example>,\n"
            + "     joe@example.org,\n  John <jdoe@one.test> (my dear friend); (the end of the group)");
        Assert.Equal(["Chris Jones|c@public.example", "|joe@example.org", "John|jdoe@one.test"], list.Select(Show));

        list = Read("Undisclosed recipients:;, a@b.test");
        Assert.Equal(["|a@b.test"], list.Select(Show));
        Assert.Equal([new AddressGroup("Undisclosed recipients", 0, 0)], list.Groups);

        list = Read("(Empty list)(start)Hidden recipients  :(nobody(that I know))  ;");
        Assert.Equal([new AddressGroup("Hidden recipients", 0, 0)], list.Groups);
        Assert.Empty(list);
    }

    [Theory]
    [InlineData("a@b (Ann)", "Ann|a@b")]
    [InlineData("\"a b\"@c.test", "|\"a b\"@c.test")]
    [InlineData("\"a\".b@c.test", "|a.b@c.test")]
    [InlineData("e@[127.0.0.1], f@[IPv6:::1]", "|e@[127.0.0.1]", "|f@[IPv6:::1]")]
    [InlineData("a@b.test <c@d.test>", "a@b.test|c@d.test")]
    [InlineData("John Smith john@x.test", "John Smith|john@x.test")]
    [InlineData("root", "|root")]
    [InlineData("Ann <root>", "Ann|root")]
    [InlineData("Ann <ann@b.test", "Ann|ann@b.test")]
    [InlineData("<a@b.test> <c@d.test>", "|a@b.test", "|c@d.test")]
    [InlineData("a@b.test; c@d.test", "|a@b.test", "|c@d.test")]
    [InlineData("=?utf-8?Q?Doe,_J=C3=B8hn?= <j@d.test>", "Doe, Jøhn|j@d.test")]
    [InlineData("\"=?utf-8?Q?J=C3=B8hn?=\" <j@d.test>", "Jøhn|j@d.test")]
    [InlineData("=?utf-8?Q?J=C3?= =?utf-8?Q?=B8?= \"x\" <j@d.test>", "Jø x|j@d.test")]
    [InlineData("Ünal <ü@ü.test>", "Ünal|ü@ü.test")]
    [InlineData("", new string[0])]
    [InlineData(" , ;", new string[0])]
    public void Whatever_is_written_something_comes_out(string value, params string[] expected) =>
        Assert.Equal(expected, Read(value).Select(Show));

    [Fact]
    public void Fields_of_one_name_are_one_list()
    {
        var list = Mail.Read("To: a@b.test\nTo: g: c@d.test;\n\n").To;
        Assert.Equal(["|a@b.test", "|c@d.test"], list.Select(Show));
        Assert.Equal([new AddressGroup("g", 1, 1)], list.Groups);
    }

    [Theory]
    [InlineData("ann@example.org", true)]
    [InlineData("Ann <ann@example.org>", true)]
    [InlineData("ann", false)]
    [InlineData("a@b, c@d", false)]
    [InlineData("g: a@b;", false)]
    [InlineData("Ann <ann@b", false)]
    [InlineData("", false)]
    public void A_typed_address_must_be_exactly_one(string text, bool isAddress) =>
        Assert.Equal(isAddress, MailAddress.Parse(text) is not null);

    [Fact]
    public void Addresses_are_read_up_to_their_limit()
    {
        var limits = new MimeLimits { AddressesInField = 2 };
        var atLimit = Mail.Read("To: a@b, c@d\n\n", limits);
        Assert.Equal(2, atLimit.To.Count);
        Assert.Empty(atLimit.Examine());
        var pastLimit = Mail.Read("To: a@b, c@d, e@f\n\n", limits);
        Assert.Equal(2, pastLimit.To.Count);
        Assert.Equal([MimeDefectKind.TooManyAddresses], pastLimit.Examine().Kinds());
    }

    private static AddressList Read(string value) => Mail.Read($"To: {value}\n\n").To;

    private static string Show(MailAddress address) => $"{address.Name}|{address.Address}";
}
